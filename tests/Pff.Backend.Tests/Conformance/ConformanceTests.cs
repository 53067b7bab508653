using Pff.Conformance;

namespace Pff.Backend.Tests.Conformance;

/// <summary>The cases of the Common Expression Language, as <c>dotnet run --project tests/Pff.Conformance</c> runs them.</summary>
public sealed class ConformanceTests
{
    /// <summary>Only ever raised.</summary>
    private const int Floor = 982;

    [Fact]
    public void The_cases_of_CEL_pass_and_compiled_code_gives_what_the_evaluator_gives()
    {
        var folder = Path.Combine(Environment.GetEnvironmentVariable("PFF_DATA") ?? Path.Combine(RepositoryRoot(), "..", "shared", "data"), "cel");
        Assert.SkipUnless(Directory.Exists(folder), $"There are no conformance cases in {folder}; PFF_DATA says where they are.");

        var outcomes = ConformanceRun.Run(CaseFile.ReadFolder(folder, null));
        Assert.Empty(outcomes.Where(outcome => !outcome.IsSame).Select(outcome => $"{outcome.Case.Name}: {outcome.Evaluator} | {outcome.Backend}"));
        var failed = outcomes.Where(outcome => !outcome.IsPassed).Select(outcome => outcome.Case.Name).ToList();
        Assert.True(outcomes.Count - failed.Count >= Floor, $"Only {outcomes.Count - failed.Count} of {outcomes.Count} pass; these do not: {string.Join(", ", failed)}");
    }

    /// <summary>PFF's own cases: its extensions, and CEL's rules where the cases above say nothing.</summary>
    [Fact]
    public void Our_own_cases_pass()
    {
        var outcomes = ConformanceRun.Run(CaseFile.ReadFolder(Path.Combine(RepositoryRoot(), "tests", "Pff.Conformance", "Cases"), null));
        Assert.NotEmpty(outcomes);
        Assert.Empty(outcomes.Where(outcome => !outcome.IsPassed || !outcome.IsSame)
            .Select(outcome => $"{outcome.Case.Name}: {outcome.Case.Expression}: {outcome.Expected} | {outcome.Evaluator} | {outcome.Backend}"));
    }

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "PFF.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? ".";
    }
}
