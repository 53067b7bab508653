namespace Pff.Specs.Programs;

/// <summary>What a wrong command line says.</summary>
public sealed class UsageErrorsSpec
{
    [Theory]
    [InlineData("PFF5005: --workers is a whole number, not 'abc'.", "run", "x.yaml", "--workers", "abc")]
    [InlineData("PFF5005: --workers é um número inteiro, não 'abc'.", "run", "x.yaml", "--workers", "abc", "--lang", "pt")]
    [InlineData("PFF5005: --workers is a whole number, not '1.5'.", "resume", "last", "--workers", "1.5")]
    [InlineData("PFF5005: --workers is a whole number of at most 2147483647, not 99999999999.", "run", "x.yaml", "--workers", "99999999999")]
    [InlineData("PFF5005: --row is a whole number, not 'two'.", "undo", "last", "--row", "1", "--row", "two")]
    [InlineData("PFF5005: RATE é um número, não 'muito'.", "throttle", "last", "muito", "--lang", "pt")]
    public async Task A_number_that_is_none_is_said_in_the_reader_s_language(string expected, params string[] arguments)
    {
        var (exitCode, said) = await RunningProgram.RunAsync("pff", Path.GetTempPath(), arguments);
        Assert.True(exitCode == 2 && said.Contains(expected, StringComparison.Ordinal), said);
        Assert.DoesNotContain("System.", said);
    }
}
