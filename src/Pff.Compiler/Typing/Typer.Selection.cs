using Pff.Compiler.Diagnostics;
using Pff.Compiler.Syntax;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Typing;

// Fields and indexes: a.b, a?.b, a.?b, a[b], a[?b].
internal sealed partial class Typer
{
    private static readonly LocalizedText ReadingSecret = new("read into", "lido por dentro");

    /// <summary>The type of a field.</summary>
    /// <param name="Type">What is there, where it is there.</param>
    /// <param name="IsOptional">Whether it may be absent.</param>
    private sealed record FieldType(PffType Type, bool IsOptional);

    /// <param name="syntax">The selection.</param>
    /// <param name="environment">What is known here.</param>
    /// <param name="isAbsenceHandled">Whether what stands around it (<c>??</c>) says what happens where the field is absent.</param>
    private IrExpression Select(SelectSyntax syntax, TypingEnvironment environment, bool isAbsenceHandled)
    {
        if (QualifiedName(syntax, environment) is { } name)
        {
            return name;
        }

        if (syntax.Operand is NameSyntax row && syntax.Field.Length > 0 && ColumnsOf(row, environment) is { Count: > 0 } columns)
        {
            return Bad(CompilerDiagnostics.UnknownColumn(source, syntax.FieldSpan, syntax.Field, row.Name, columns), syntax.Span);
        }

        var operand = Operand(syntax.Operand, environment, isAbsenceHandled);
        if (syntax.Field.Length == 0 || IsBad(operand))
        {
            return Bad(syntax.Span);
        }

        if (!IsUnchecked && RejectSecret(operand, ReadingSecret))
        {
            return Bad(syntax.Span);
        }

        return syntax.Kind switch
        {
            SelectKind.Optional => OptionalSelect(syntax, operand),
            SelectKind.Safe => SafeSelect(syntax, operand, environment),
            _ => PlainSelect(syntax, operand, environment, isAbsenceHandled),
        };
    }

    private IrExpression Operand(ExpressionSyntax syntax, TypingEnvironment environment, bool isAbsenceHandled) => syntax switch
    {
        SelectSyntax select => Select(select, environment, isAbsenceHandled),
        IndexSyntax index => Index(index, environment, isAbsenceHandled),
        _ => Check(syntax, environment),
    };

    private IrExpression PlainSelect(SelectSyntax syntax, IrExpression operand, TypingEnvironment environment, bool isAbsenceHandled)
    {
        if (operand.Type is OptionalType)
        {
            return OptionalSelect(syntax, operand);
        }

        if (operand.Type is NullableType)
        {
            if (IsUnchecked)
            {
                return new IrSelect(operand, syntax.Field, PffType.Dyn, syntax.Span);
            }

            return Bad(NullOperand(syntax, operand), syntax.Span);
        }

        if (FieldOf(operand.Type, syntax) is not { } field)
        {
            return Bad(syntax.Span);
        }

        var path = AccessPath.Of(syntax);
        if (field.IsOptional && !isAbsenceHandled && !IsUnchecked && (path is null || !environment.Facts.IsPresent(path)))
        {
            diagnostics.Add(CompilerDiagnostics.OptionalField(
                source, syntax.FieldSpan, syntax.Field, operand.Type, settings.IsStrict, InsertQuestion(syntax)));
        }

        NoteFieldDyn(operand.Type, field.Type, syntax);
        return Narrowed(Sealed(new IrSelect(operand, syntax.Field, field.Type, syntax.Span)), path, environment);
    }

    private IrExpression SafeSelect(SelectSyntax syntax, IrExpression operand, TypingEnvironment environment)
    {
        if (operand.Type is OptionalType optional)
        {
            return FieldOf(TypeRelations.NotNull(optional.Inner), syntax) is { } inner
                ? new IrOptionalSelect(operand, syntax.Field, new OptionalType(inner.Type), syntax.Span)
                : Bad(syntax.Span);
        }

        var type = TypeRelations.NotNull(operand.Type);
        if (type.Equals(PffType.Null))
        {
            return new IrConstant(Value.Null, PffType.Null, syntax.Span);
        }

        if (FieldOf(type, syntax) is not { } field)
        {
            return Bad(syntax.Span);
        }

        NoteFieldDyn(type, field.Type, syntax);
        var select = new IrSafeSelect(operand, syntax.Field, TypeRelations.Nullable(field.Type), syntax.Span);
        return Narrowed(Sealed(select), AccessPath.Of(syntax), environment);
    }

    private IrExpression OptionalSelect(SelectSyntax syntax, IrExpression operand)
    {
        var type = TypeRelations.NotNull(operand.Type is OptionalType optional ? optional.Inner : operand.Type);
        return FieldOf(type, syntax) is { } field
            ? new IrOptionalSelect(operand, syntax.Field, new OptionalType(field.Type), syntax.Span)
            : Bad(syntax.Span);
    }

    /// <summary>A secret that is read out of a result becomes one at run time too, so that nothing shows it by mistake.</summary>
    private IrExpression Sealed(IrExpression read) => read.Type is SecretType secret && !IsUnchecked
        ? new IrCoerce(CoercionKind.ToSecret, read with { Type = secret.Inner }, secret, read.Span)
        : read;

    private void NoteFieldDyn(PffType owner, PffType type, SelectSyntax syntax)
    {
        if (!TypeRelations.IsOpen(owner))
        {
            NoteDyn(type, syntax.FieldSpan, new(
                $"the declaration of '{owner}' gives '{syntax.Field}' no type", $"a declaração de '{owner}' não dá tipo a '{syntax.Field}'"));
        }
    }

    private Diagnostic NullOperand(SelectSyntax syntax, IrExpression operand) => CompilerDiagnostics.MayBeNull(
        source,
        operand.Span,
        operand.Type,
        new("use '?.', which gives null then, or test it with != null", "use '?.', que dá nulo nesse caso, ou teste com != null"),
        InsertQuestion(syntax));

    /// <summary>The repair of <c>a.b</c> to <c>a?.b</c>, where the dot is where it seems to be.</summary>
    private Fix? InsertQuestion(SelectSyntax syntax)
    {
        var dot = syntax.FieldSpan.Start - 1;
        return dot > 0 && dot < source.Content.Length && source.Content[dot] == '.'
            ? new Fix(new("Read it with '?.'", "Ler com '?.'"), [new TextEdit(new TextSpan(dot, 0), "?")]) { ChangesMeaning = true }
            : null;
    }

    /// <summary>What a field of a value of the type is; null where there is none, which is then reported.</summary>
    private FieldType? FieldOf(PffType type, SelectSyntax syntax)
    {
        if (TypeRelations.IsOpen(type))
        {
            return new(type.Equals(TypeRelations.Hole) ? type : PffType.Dyn, IsOptional: false);
        }

        switch (type)
        {
            case MapType map when TypeRelations.IsText(map.Key) || TypeRelations.IsOpen(map.Key):
                return new(map.Value, IsOptional: false);
            case ObjectType owner:
                return FieldOf(owner, syntax.Field) ?? UnknownField(syntax, type, owner.Fields.Select(f => f.Name));
            case UnionType union:
                return FieldOf(union, syntax.Field) ?? UnknownField(syntax, type, UnionFields(union).Select(f => f.Name).Distinct());
        }

        if (IsUnchecked)
        {
            return new(PffType.Dyn, IsOptional: false);
        }

        LocalizedText? help = type is ListType
            ? new("take an element first, like [0], or use map(x => x.field)", "pegue antes um elemento, como [0], ou use map(x => x.campo)")
            : null;
        diagnostics.Add(CompilerDiagnostics.NoFields(source, syntax.FieldSpan, syntax.Field, type, help));
        return null;
    }

    private static FieldType? FieldOf(ObjectType owner, string name) =>
        owner.Find(name) is { } field ? new(field.Type, !field.IsRequired)
        : owner.Additional is { } additional ? new(additional, IsOptional: true)
        : null;

    /// <summary>A field of a union is there for sure only where every case has it.</summary>
    private static FieldType? FieldOf(UnionType union, string name)
    {
        if (name == union.Discriminator)
        {
            return new(union.Tags, IsOptional: false);
        }

        var fields = union.Cases.Select(c => c.Type is ObjectType owner ? FieldOf(owner, name) : null).ToList();
        var known = fields.OfType<FieldType>().ToList();
        if (known.Count == 0)
        {
            return null;
        }

        var type = known.Select(f => f.Type).Aggregate((a, b) => TypeRelations.Join(a, b) ?? PffType.Dyn);
        return new(type, known.Count < fields.Count || known.Any(f => f.IsOptional));
    }

    private static IEnumerable<ObjectField> UnionFields(UnionType union) =>
        union.Cases.SelectMany(c => c.Type is ObjectType owner ? owner.Fields.AsEnumerable() : []);

    private FieldType? UnknownField(SelectSyntax syntax, PffType owner, IEnumerable<string> known)
    {
        if (IsUnchecked)
        {
            return new(PffType.Dyn, IsOptional: false);
        }

        diagnostics.Add(CompilerDiagnostics.UnknownField(source, syntax.FieldSpan, syntax.Field, owner, known));
        return null;
    }

    private IrExpression Index(IndexSyntax syntax, TypingEnvironment environment, bool isAbsenceHandled)
    {
        var operand = Operand(syntax.Operand, environment, isAbsenceHandled);
        var index = Check(syntax.Index, environment);
        if (IsBad(operand) || IsBad(index))
        {
            return Bad(syntax.Span);
        }

        if (!IsUnchecked && ((operand.Type is SecretType && RejectSecret(operand, ReadingSecret)) || RejectSecret(index, new("used as a key", "usado como chave"))))
        {
            return Bad(syntax.Span);
        }

        if (operand.Type is NullableType && !IsUnchecked)
        {
            return Bad(MayBeNull(operand), syntax.Span);
        }

        // object["field"] is object.field.
        if (operand.Type is ObjectType or UnionType && syntax.Index is LiteralSyntax { Value.Kind: ValueKind.Text } literal)
        {
            var select = new SelectSyntax(
                syntax.Operand, syntax.IsOptional ? SelectKind.Optional : SelectKind.Plain, literal.Value.AsText, literal.Span, syntax.Span);
            return syntax.IsOptional ? OptionalSelect(select, operand) : PlainSelect(select, operand, environment, isAbsenceHandled);
        }

        var isOptional = syntax.IsOptional || operand.Type is OptionalType;
        var element = ElementAt(operand.Type is OptionalType optional ? optional.Inner : operand.Type, index);
        if (element is null)
        {
            if (!IsUnchecked)
            {
                return Bad(CompilerDiagnostics.OperatorMismatch(
                    source, syntax.Index.Span, "[ ]", [operand.Type, index.Type], null), syntax.Span);
            }

            element = PffType.Dyn;
        }

        var type = isOptional ? new OptionalType(element) : element;
        var result = new IrCall(isOptional ? Builtin.OptionalIndex : Builtin.Index, [operand, index], type, syntax.Span);
        return Narrowed(Sealed(result), AccessPath.Of(syntax), environment);
    }

    /// <summary>What the operand has at an index or key of that type, or null where such an index does not fit.</summary>
    private static PffType? ElementAt(PffType operand, IrExpression index) => operand switch
    {
        _ when TypeRelations.IsOpen(operand) => operand.Equals(TypeRelations.Hole) ? operand : PffType.Dyn,
        ListType list when index.Type.Equals(PffType.Int) || TypeRelations.IsOpen(index.Type) => list.Element,
        MapType map when TypeRelations.AreComparable(map.Key, index.Type) && index.Type is not NullableType => map.Value,
        ObjectType or UnionType when TypeRelations.IsText(index.Type) || TypeRelations.IsOpen(index.Type) => PffType.Dyn,
        _ => null,
    };
}
