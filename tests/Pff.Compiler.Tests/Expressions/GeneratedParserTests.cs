using System.Diagnostics;

namespace Pff.Compiler.Tests.Expressions;

/// <summary>The parser that is checked in is what the grammar gives.</summary>
public sealed class GeneratedParserTests
{
    [Fact]
    public void Regenerating_changes_nothing()
    {
        var tool = Environment.GetEnvironmentVariable("ANTLR_NG");
        Assert.SkipWhen(string.IsNullOrEmpty(tool), "ANTLR_NG names no antlr-ng; 'npm install antlr-ng@1.0.10' gives node_modules/.bin/antlr-ng");
        var scratch = Directory.CreateTempSubdirectory("pff-grammar");
        try
        {
            var start = new ProcessStartInfo(Path.Combine(TestData.Root, "grammar", "generate"), [scratch.FullName]);
            using var process = Process.Start(start)!;
            Assert.True(process.WaitForExit(TimeSpan.FromSeconds(60)), "the generator did not end");
            Assert.Equal(0, process.ExitCode);
            var checkedIn = Path.Combine(TestData.Root, "src", "Pff.Compiler", "Syntax", "Generated");
            Assert.Equal(Names(checkedIn), Names(scratch.FullName));
            foreach (var name in Names(checkedIn))
            {
                Assert.Equal(File.ReadAllText(Path.Combine(checkedIn, name)), File.ReadAllText(Path.Combine(scratch.FullName, name)));
            }
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static IEnumerable<string> Names(string folder) =>
        Directory.GetFiles(folder, "*.cs").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal);
}
