using System.Globalization;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Typing;

/// <summary>Puts constraints together from their words, as manifests and modules write them.</summary>
/// <param name="type">What is constrained, with what it must keep already.</param>
internal sealed class ConstraintBuilder(SourceText source, PffType type, Action<Diagnostic> report)
{
    private int? _minimumCount;
    private int? _maximumCount;

    /// <summary>What the words say of texts and numbers.</summary>
    public ValueConstraint Value { get; private set; } = new();

    /// <summary>Adds what a word says; a pattern is one that can be matched, and is about the whole text.</summary>
    public void Add(string word, ManifestName value)
    {
        if (word == ConstraintWords.Matching)
        {
            Value = Value.And(new ValueConstraint { Pattern = value.Text, MatchesWhole = true });
            return;
        }

        var isCount = ConstraintWords.SubjectOf(word) is not ConstraintSubject.Number;
        if (Number(value.Text) is not { } number || (isCount && (number < 0 || number > int.MaxValue || number != decimal.Truncate(number))))
        {
            report(CompilerDiagnostics.LimitIsNoNumber(source, value, word, isCount));
            return;
        }

        var wasEmpty = IsEmpty;
        AddNumber(word, number, isCount ? (int)number : 0);
        if (IsEmpty && !wasEmpty)
        {
            report(CompilerDiagnostics.LimitsExcludeAll(source, value, word));
        }
    }

    /// <summary>The type with the constraints: those that it had already, and these.</summary>
    public PffType Type => Constrain(type);

    private bool IsEmpty => WithoutWrappers(Type) switch
    {
        PrimitiveType { Constraint: { } constraint } => constraint.AllowsNothing,
        ListType list => list.MinimumCount > list.MaximumCount,
        _ => false,
    };

    private static PffType WithoutWrappers(PffType type) => type switch
    {
        NullableType nullable => WithoutWrappers(nullable.Inner),
        SecretType secret => WithoutWrappers(secret.Inner),
        _ => type,
    };

    private PffType Constrain(PffType type) => type switch
    {
        PrimitiveType primitive when !Value.AllowsEverything => primitive with { Constraint = (primitive.Constraint ?? new()).And(Value) },
        ListType list => list with
        {
            MinimumCount = _minimumCount is { } fewest ? Math.Max(fewest, list.MinimumCount ?? 0) : list.MinimumCount,
            MaximumCount = _maximumCount is { } most ? Math.Min(most, list.MaximumCount ?? int.MaxValue) : list.MaximumCount,
        },
        NullableType nullable => new NullableType(Constrain(nullable.Inner)),
        SecretType secret => new SecretType(Constrain(secret.Inner)),
        _ => type,
    };

    private void AddNumber(string word, decimal number, int count)
    {
        switch (word)
        {
            case ConstraintWords.MinimumItems:
                _minimumCount = Math.Max(count, _minimumCount ?? 0);
                break;
            case ConstraintWords.MaximumItems:
                _maximumCount = Math.Min(count, _maximumCount ?? int.MaxValue);
                break;
            default:
                Value = Value.And(word switch
                {
                    ConstraintWords.MinimumLength => new ValueConstraint { MinimumLength = count },
                    ConstraintWords.MaximumLength => new ValueConstraint { MaximumLength = count },
                    ConstraintWords.Minimum => new ValueConstraint { Minimum = number },
                    ConstraintWords.Maximum => new ValueConstraint { Maximum = number },
                    ConstraintWords.Above => new ValueConstraint { Minimum = number, ExcludesMinimum = true },
                    ConstraintWords.Below => new ValueConstraint { Maximum = number, ExcludesMaximum = true },
                    _ => throw new InvalidOperationException($"no constraint for {word}"),
                });
                break;
        }
    }

    /// <summary>Without trailing zeros, which say nothing of a limit and would make two of one meaning differ.</summary>
    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number / 1.0000000000000000000000000000m
            : null;
}
