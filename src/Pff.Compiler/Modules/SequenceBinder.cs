using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Compiler.Syntax;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Plan.Library;
using Pff.Core.Types;

namespace Pff.Compiler.Modules;

/// <summary>
/// The inputs of a module's sequence. A single parameter of a table's type is the row, whose columns are inputs and are
/// read as <c>row.column</c>; any other parameter is a column itself.
/// </summary>
internal sealed class SequenceBinder(
    ModuleSyntax module, TypeBinder types, IReadOnlyDictionary<string, TableSyntax> tables, DiagnosticBag diagnostics)
{
    public SequenceSyntax Bind(SequenceDeclarationSyntax declaration)
    {
        if (declaration.Parameters is [{ Type: NamedTypeSyntax { Arguments.IsEmpty: true } type } row] && tables.TryGetValue(type.Name, out var table))
        {
            return declaration.Sequence with { Inputs = BindColumns(table.Columns), RowName = row.Name };
        }

        // What no cell can be, another sequence gives: such a sequence is only ever called.
        var inputs = BindAll(declaration.Parameters, isTable: false);
        return declaration.Sequence with { Inputs = inputs, IsOnlyCalled = inputs.Any(i => InputTypes.Of(i.DeclaredType!) is null) };
    }

    /// <summary>The columns of a table by themselves, so that its mistakes are found though nothing uses it.</summary>
    public ImmutableArray<InputSyntax> BindColumns(ImmutableArray<ParameterDeclarationSyntax> columns) => BindAll(columns, isTable: true);

    private ImmutableArray<InputSyntax> BindAll(ImmutableArray<ParameterDeclarationSyntax> columns, bool isTable)
    {
        var inputs = ImmutableArray.CreateBuilder<InputSyntax>(columns.Length);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var column in columns)
        {
            if (!names.Add(column.Name.Text))
            {
                diagnostics.Add(CompilerDiagnostics.ArgumentTwice(module.Source, column.Name.Span, column.Name.Text));
                continue;
            }

            inputs.Add(Bind(column, isTable));
        }

        return inputs.ToImmutable();
    }

    private InputSyntax Bind(ParameterDeclarationSyntax column, bool isTable)
    {
        var type = types.Bind(column.Type);
        var isSecret = type is SecretType;
        var inner = type is SecretType secret ? secret.Inner : type;
        var isOptional = inner is NullableType;
        inner = inner is NullableType nullable ? nullable.Inner : inner;
        var kind = InputTypes.Of(inner);
        if (kind is null && isTable)
        {
            diagnostics.Add(CompilerDiagnostics.NotAnInputType(module.Source, column.Type.Span, inner));
        }

        var fallback = DefaultOf(column, inner, kind ?? InputType.Any);
        var input = new InputSyntax(column.Name, kind ?? InputType.Any, column.Span)
        {
            IsRequired = !isOptional && fallback is null,
            IsSecret = isSecret,
            Column = column.Column?.Text,
            AllowedValues = inner is EnumType { IsOpen: false } closed ? closed.Values : [],
            Constraint = types.ConstraintOf(column.Type),
            Default = fallback,
            DeclaredType = inner.IsError ? PffType.Dyn : inner,
        };
        if (fallback is not null && input.BrokenBy(fallback) is { } expected)
        {
            diagnostics.Add(CompilerDiagnostics.ConstantBreaksPromise(module.Source, column.Default!.Span, fallback, expected));
        }

        return input;
    }

    private string? DefaultOf(ParameterDeclarationSyntax column, PffType type, InputType kind)
    {
        if (column.Default is not { } written)
        {
            return null;
        }

        var text = written switch
        {
            LiteralSyntax { Value.Kind: ValueKind.Text } literal => literal.Value.AsText,
            LiteralSyntax { Value.Kind: not ValueKind.Null } literal => ValueText.Write(literal.Value).AsText,
            NameSyntax name when type is EnumType => name.Name,
            _ => null,
        };
        if (text is null || !IsValid(text, type, kind))
        {
            diagnostics.Add(CompilerDiagnostics.DefaultNotConstant(module.Source, written.Span, type));
            return null;
        }

        return text;
    }

    private static bool IsValid(string text, PffType type, InputType kind)
    {
        var value = Value.Of(text);
        return kind switch
        {
            InputType.Text => type is not EnumType { IsOpen: false } closed || closed.Values.Contains(text),
            InputType.Bool => !Conversions.ToBool(value).IsFault,
            InputType.Int => !Conversions.ToInt(value).IsFault,
            InputType.Double => !Conversions.ToDouble(value).IsFault,
            InputType.Decimal => !Conversions.ToDecimal(value).IsFault,
            InputType.Timestamp => !Conversions.ToTimestamp(value).IsFault,
            InputType.Duration => !Conversions.ToDuration(value).IsFault,
            _ => true,
        };
    }
}
