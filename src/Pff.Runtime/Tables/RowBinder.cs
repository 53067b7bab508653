using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Tables;

/// <summary>Puts the cells of a row into the slots of a sequence's inputs. Immutable; many threads may bind at once.</summary>
public sealed class RowBinder
{
    private readonly ImmutableArray<BoundInput> _inputs;

    private RowBinder(ImmutableArray<BoundInput> inputs) => _inputs = inputs;

    /// <summary>Finds the column of each input: headers compare without case and surrounding blanks.</summary>
    /// <returns>PFF3206 for a header that an input needs and that occurs twice, PFF3207 for a required one that is missing,
    /// PFF3212 for a pattern or default that cannot be used.</returns>
    public static Result<RowBinder> Create(ImmutableArray<InputPlan> inputs, ImmutableArray<string> headers)
    {
        var bound = ImmutableArray.CreateBuilder<BoundInput>(inputs.Length);
        foreach (var input in inputs)
        {
            var column = IndexOf(headers, input.Column, 0);
            if (column >= 0 && IndexOf(headers, input.Column, column + 1) is >= 0 and var second)
            {
                return RuntimeFailures.DuplicateHeader(headers[column], column + 1, second + 1);
            }

            if (column < 0 && input.IsRequired && input.Default is null)
            {
                return RuntimeFailures.MissingColumn(input.Column, headers);
            }

            var failure = Prepare(input, column, out var prepared);
            if (failure is not null)
            {
                return failure;
            }

            bound.Add(prepared);
        }

        return new RowBinder(bound.MoveToImmutable());
    }

    /// <summary>Where the column of a header is, or -1.</summary>
    internal static int IndexOf(ImmutableArray<string> headers, string column, int start)
    {
        var wanted = column.AsSpan().Trim();
        for (var i = start; i < headers.Length; i++)
        {
            if (headers[i].AsSpan().Trim().Equals(wanted, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Fills the inputs' slots, wrapping those that are secret.</summary>
    /// <returns>Why the row cannot run (then the slots are unspecified), or null. It never tells what a secret cell has.</returns>
    public RowFailure? Bind(InputRow row, Span<Value> slots)
    {
        if (row.Failure is not null)
        {
            return row.Failure;
        }

        var cells = row.Cells.Span;
        foreach (var input in _inputs)
        {
            var cell = input.Column >= 0 && input.Column < cells.Length ? cells[input.Column] : default;
            var failure = BindCell(row.Number, input, cell, out var value);
            if (failure is not null)
            {
                return failure;
            }

            slots[input.Plan.Slot] = value;
        }

        return null;
    }

    private static RuntimeFailure? Prepare(InputPlan input, int column, out BoundInput bound)
    {
        bound = default!;
        var constraint = input.Constraint is { } declared ? new ConstraintCheck(declared) : null;
        if (constraint is { IsComplete: false })
        {
            var text = input.Constraint!.Pattern;
            return RuntimeFailures.UnusableInput(
                input.Name,
                $"its pattern {text} is not a regular expression without lookaround and backreferences",
                $"o padrão {text} não é uma expressão regular sem lookaround e referências");
        }

        var allowed = input.AllowedValues.IsDefaultOrEmpty
            ? null
            : input.AllowedValues.ToHashSet(StringComparer.Ordinal);
        bound = new BoundInput(input, column, constraint, allowed, default);
        if (input.Default is not { Length: > 0 } written)
        {
            return null;
        }

        if (BindCell(0, bound, Value.Of(written), out var value) is not null)
        {
            var expected = CellConversion.Expected(input.Type);
            return RuntimeFailures.UnusableInput(
                input.Name,
                $"its default '{written}' is not what the input itself requires ({expected.English})",
                $"o valor padrão '{written}' não é o que a própria entrada exige ({expected.Portuguese})");
        }

        bound = bound with { Default = value };
        return null;
    }

    private static RowFailure? BindCell(long row, BoundInput input, in Value cell, out Value value)
    {
        var plan = input.Plan;
        value = default;
        if (cell.IsAbsent || cell.IsNull)
        {
            if (input.Default.IsAbsent && plan.IsRequired)
            {
                return RowInputFailures.EmptyCell(row, plan.Column);
            }

            // Expressions see an input that may be left out as null, as the checker says; an absent slot would be no variable.
            value = input.Default.IsAbsent ? Value.Null : input.Default;
            return null;
        }

        if (cell.TryGet<Fault>(out var error))
        {
            return RowInputFailures.ErrorCell(row, plan.Column, error.Message.English);
        }

        switch (CellConversion.TryConvert(cell, plan.Type, out value))
        {
            case ConversionError.None:
                break;
            case ConversionError.Inexact:
                return RowInputFailures.InexactNumber(row, plan.Column, Shown(plan, cell));
            case ConversionError.WrongType:
                return RowInputFailures.WrongType(row, plan.Column, CellConversion.Expected(plan.Type), Shown(plan, cell));
        }

        if (Constrain(row, input, cell, value) is { } failure)
        {
            return failure;
        }

        value = plan.IsSecret ? Value.Of(new SecretValue(value)) : value;
        return null;
    }

    /// <summary>The declared texts are about what the cell says, a constraint about the value that it is.</summary>
    private static RowFailure? Constrain(long row, BoundInput input, in Value cell, in Value value)
    {
        var plan = input.Plan;
        if (input.Allowed is not null && !input.Allowed.Contains(value.TryGetText(out var given) ? given : CellText.Of(cell)))
        {
            return RowInputFailures.NotAllowed(row, plan.Column, plan.AllowedValues, Shown(plan, cell));
        }

        return input.Constraint?.Expected(value) is { } expected
            ? RowInputFailures.ConstraintBroken(row, plan.Column, expected, Shown(plan, cell))
            : null;
    }

    private static string? Shown(InputPlan plan, in Value cell) => plan.IsSecret ? null : CellText.Of(cell);

    private sealed record BoundInput(InputPlan Plan, int Column, ConstraintCheck? Constraint, HashSet<string>? Allowed, Value Default);
}
