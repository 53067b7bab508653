using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Tables.Inspection;

/// <summary>Counts what the cells of one column look like.</summary>
internal sealed class ColumnInspector(string name)
{
    private const int MaximumExamples = 5;
    private const int LongestExample = 40;

    private readonly long[] _counts = new long[Enum.GetValues<CellShape>().Length];
    private readonly long[] _firstRows = new long[Enum.GetValues<CellShape>().Length];
    private readonly List<string> _examples = [];
    private long _blanks;
    private long _firstBlank;
    private long _empty;

    public void Add(long row, in Value cell)
    {
        if (cell.IsAbsent || cell.IsNull)
        {
            _empty++;
            return;
        }

        var shape = CellShapes.Of(cell);
        if (_counts[(int)shape]++ == 0)
        {
            _firstRows[(int)shape] = row;
        }

        if (cell.TryGetText(out var text) && (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1])) && _blanks++ == 0)
        {
            _firstBlank = row;
        }

        if (_examples.Count < MaximumExamples)
        {
            var shown = cell.TryGet<Fault>(out var fault) ? fault.Message.English : text ?? CellText.Of(cell);
            shown = shown.Length > LongestExample ? shown[..LongestExample] + "…" : shown;
            if (!_examples.Contains(shown))
            {
                _examples.Add(shown);
            }
        }
    }

    public ColumnInspection Build(ImmutableArray<TableProblem> ofHeader)
    {
        var filled = _counts.Sum();
        return new ColumnInspection
        {
            Name = name,
            Type = TypeOf(filled),
            Filled = filled,
            Empty = _empty,
            Examples = [.. _examples],
            Problems = [.. ofHeader, .. Problems(filled)],
        };
    }

    private long Count(CellShape shape) => _counts[(int)shape];

    private long First(CellShape shape) => _firstRows[(int)shape];

    /// <summary>Integers among decimals are decimals; dates that can be read either way are as those that cannot.</summary>
    private CellShape? TypeOf(long filled)
    {
        CellShape[] present = [.. Enum.GetValues<CellShape>().Where(shape => Count(shape) > 0)];
        return present switch
        {
            [] => null,
            [var only] => only,
            [CellShape.Int, CellShape.Decimal] => CellShape.Decimal,
            [CellShape.Int, CellShape.Code] => CellShape.Code,
            [CellShape.DayFirst, CellShape.EitherFirst] => CellShape.DayFirst,
            [CellShape.MonthFirst, CellShape.EitherFirst] => CellShape.MonthFirst,
            _ => present.MaxBy(Count) is var most && Count(most) * 2 > filled ? most : CellShape.Text,
        };
    }

    private IEnumerable<TableProblem> Problems(long filled)
    {
        var type = TypeOf(filled);
        if (type is { } most and not CellShape.Text && Odd(most) is (> 0 and var odd, var first))
        {
            yield return TableProblems.MixedTypes(name, CellShapes.NameOf(most), odd, first);
        }

        if (Count(CellShape.Code) > 0)
        {
            yield return TableProblems.LeadingZeros(name, Count(CellShape.Code), First(CellShape.Code));
        }

        if (_blanks > 0)
        {
            yield return TableProblems.BlanksAround(name, _blanks, _firstBlank);
        }

        if (Count(CellShape.DayFirst) > 0 && Count(CellShape.MonthFirst) > 0)
        {
            yield return TableProblems.TwoOrders(name, First(CellShape.DayFirst), First(CellShape.MonthFirst));
        }
        else if (Count(CellShape.DayFirst) + Count(CellShape.MonthFirst) + Count(CellShape.EitherFirst) is > 0 and var dates)
        {
            var row = new[] { CellShape.DayFirst, CellShape.MonthFirst, CellShape.EitherFirst }.Where(shape => Count(shape) > 0).Min(First);
            yield return TableProblems.SlashedDates(name, dates, row);
        }

        if (Count(CellShape.DecimalComma) > 0)
        {
            yield return TableProblems.DecimalCommas(name, Count(CellShape.DecimalComma), First(CellShape.DecimalComma));
        }

        if (Count(CellShape.Error) > 0)
        {
            yield return TableProblems.Errors(name, Count(CellShape.Error), First(CellShape.Error));
        }
    }

    /// <summary>The cells that are not of the column's type, and the first of them.</summary>
    private (long Count, long First) Odd(CellShape type)
    {
        var odd = Enum.GetValues<CellShape>().Where(shape => Count(shape) > 0 && shape != type && shape is not CellShape.Error && !IsPart(shape, type)).ToList();
        return odd.Count == 0 ? (0, 0) : (odd.Sum(Count), odd.Min(First));
    }

    private static bool IsPart(CellShape shape, CellShape type) => (shape, type) is
        (CellShape.Int, CellShape.Decimal) or (CellShape.Int, CellShape.Code) or (CellShape.Code, CellShape.Int)
        or (CellShape.EitherFirst, CellShape.DayFirst) or (CellShape.EitherFirst, CellShape.MonthFirst);
}
