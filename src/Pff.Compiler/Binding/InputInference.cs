using System.Collections.Immutable;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Manifest;
using Pff.Compiler.Manifest.Steps;
using Pff.Compiler.Syntax;
using Pff.Compiler.Typing;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Compiler.Binding;

/// <summary>
/// The inputs of a sequence that declares none: its free names. A name that is passed whole to a method has the type of
/// the parameter, another is text; in a sequence that others call it is whatever they pass.
/// </summary>
internal sealed class InputInference(DeclaredNames declared, UnitScope unit, TemplateCache templates)
{
    /// <summary>Beyond this work no more names are compared: in so large a sequence a name too many is the smaller harm.</summary>
    private const int MaximumComparisons = 1_000_000;

    private readonly List<string> _order = [];
    private readonly Dictionary<string, PffType?> _types = new(StringComparer.Ordinal);
    private int _comparisons;

    public ImmutableArray<InputSymbol> Infer(SequenceSyntax sequence, bool isCalled)
    {
        foreach (var step in sequence.AllSteps)
        {
            if (step.Clauses.When is { } when)
            {
                Visit(when, null);
            }

            if (step is MethodStepSyntax call && unit.Methods.Find(call.Method.Text) is [var method])
            {
                foreach (var argument in call.Arguments)
                {
                    Visit(argument.Value, method.FindParameter(argument.Name.Text)?.Type);
                }

                foreach (var argument in call.UndoWith?.Arguments ?? [])
                {
                    Visit(argument.Value, null);
                }
            }
            else
            {
                foreach (var value in step.OwnValues)
                {
                    Visit(value, null);
                }
            }
        }

        return [.. _order.Select((name, slot) => InputSymbol.Inferred(name, slot, _types[name] ?? (isCalled ? PffType.Dyn : PffType.Text)))];
    }

    private void Visit(ValueSyntax node, PffType? target)
    {
        switch (node)
        {
            case YamlScalar { Kind: YamlScalarKind.Text } scalar:
                var template = templates.Get(scalar).Template;
                foreach (var expression in template.Expressions)
                {
                    Add(expression, template.IsSingleExpression && expression is NameSyntax ? target : null);
                }

                break;
            case YamlSequence list:
                foreach (var item in list.Items)
                {
                    Visit(item, (target as ListType)?.Element);
                }

                break;
            case YamlMapping mapping:
                foreach (var entry in mapping.Entries)
                {
                    Visit(entry.Value, (target as ObjectType)?.Find(entry.Key.Text)?.Type);
                }

                break;
        }
    }

    private void Add(ExpressionSyntax expression, PffType? target)
    {
        foreach (var (name, _) in ExpressionChecker.FreeNames(expression))
        {
            if (_types.TryGetValue(name, out var known))
            {
                _types[name] = known is null ? target : target is null || known.Equals(target) ? known : PffType.Text;
            }
            else if (name is not (HandlerScope.ErrorName or UndoScope.ResultName) && !declared.TryFind(name, out _) && !IsRule(name) && !IsMisspelled(name))
            {
                _order.Add(name);
                _types.Add(name, target);
            }
        }
    }

    /// <summary><c>rule.because(…)</c> names no column.</summary>
    private bool IsRule(string name) => unit.Functions.Find($"{name}.because") is not null;

    /// <summary>
    /// Whether the name is so near to one of the sequence's own that it is a mistake and not a column: one letter away,
    /// or two in a long name, and not only by a digit (<c>line1</c> and <c>line2</c>).
    /// </summary>
    private bool IsMisspelled(string name)
    {
        var limit = name.Length >= 6 ? 2 : name.Length >= 3 ? 1 : 0;
        foreach (var other in declared.All)
        {
            if (++_comparisons > MaximumComparisons)
            {
                return false;
            }

            if (Math.Abs(other.Length - name.Length) <= limit
                && Suggestion.Distance(name, other) <= limit
                && WithoutDigits(name) != WithoutDigits(other))
            {
                return true;
            }
        }

        return false;
    }

    private static string WithoutDigits(string name) => string.Concat(name.Where(c => !char.IsAsciiDigit(c)));
}
