namespace Pff.Conformance;

/// <summary>Writes the outcomes for people; the last line is <c>N passed, N failed</c>.</summary>
internal static class Report
{
    public static void Write(IReadOnlyList<CaseOutcome> outcomes, bool isVerbose, TextWriter output)
    {
        foreach (var outcome in outcomes.Where(outcome => isVerbose || !outcome.IsPassed))
        {
            output.WriteLine($"{(outcome.IsPassed ? "pass" : "FAIL")} {outcome.Case.Name}");
            output.WriteLine($"  expression  {outcome.Case.Expression}");
            output.WriteLine($"  expected    {outcome.Expected}");
            output.WriteLine($"  evaluator   {outcome.Evaluator}");
            output.WriteLine($"  backend     {outcome.Backend}{(outcome.IsSame ? "" : "   (differs)")}");
        }

        foreach (var file in outcomes.GroupBy(outcome => outcome.Case.File))
        {
            output.WriteLine($"{file.Key,-20} {file.Count(outcome => outcome.IsPassed),4} of {file.Count(),4}");
        }

        var differing = outcomes.Count(outcome => !outcome.IsSame);
        if (differing > 0)
        {
            output.WriteLine($"{differing} where evaluator and backend differ");
        }

        var passed = outcomes.Count(outcome => outcome.IsPassed);
        output.WriteLine($"{passed} passed, {outcomes.Count - passed} failed");
    }
}
