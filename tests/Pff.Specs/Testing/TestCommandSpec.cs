using System.Xml.Linq;
using Pff.Specs.Architecture;
using Pff.Specs.Features;
using Pff.Specs.Programs;

namespace Pff.Specs.Testing;

/// <summary>What <c>pffc test</c> does besides printing.</summary>
public sealed class TestCommandSpec
{
    [Fact]
    public async Task Junit_and_lcov_files_say_what_the_tests_found()
    {
        using var workspace = TestWorkspace.Of(FeatureRun.Open("test-runs", "failing"));
        var (exitCode, said) = await RunningProgram.RunAsync("pffc", workspace.Path, "test", ".", "--junit", "results.xml", "--lcov", "coverage.info");
        Assert.True(exitCode == 1, said);
        var suites = XDocument.Load(workspace.PathOf("results.xml")).Root!;
        Assert.Equal("testsuites", suites.Name.LocalName);
        Assert.Equal(suites.Attribute("tests")!.Value, $"{suites.Descendants("testcase").Count()}");
        Assert.Equal(suites.Attribute("failures")!.Value, $"{suites.Descendants("failure").Count()}");
        Assert.All(suites.Descendants("testcase"), test => Assert.NotEmpty(test.Attribute("classname")!.Value));
        Assert.Contains(suites.Descendants("failure"), failure => failure.Value.Contains("returns.id: expected \"C2\", got \"C1\"", StringComparison.Ordinal));

        var lcov = await File.ReadAllLinesAsync(workspace.PathOf("coverage.info"), TestContext.Current.CancellationToken);
        Assert.Contains("SF:manifest.yaml", lcov);
        Assert.Contains(lcov, line => line.StartsWith("BRDA:", StringComparison.Ordinal));
        Assert.Equal("end_of_record", lcov[^1]);
        Assert.Empty(Directory.EnumerateFiles(workspace.Path, "*.tmp"));
    }

    [Fact]
    public async Task A_generated_test_can_be_pasted_and_shows_the_same_failure()
    {
        var feature = FeatureRun.Open("test-runs", "generated");
        using var workspace = TestWorkspace.Of(feature);
        var output = feature.Find("output")!.Lines;
        var start = output.IndexOf("tests:");
        var test = output[start..output.IndexOf(string.Empty, start)];
        await File.AppendAllTextAsync(workspace.PathOf("manifest.yaml"), string.Join('\n', test) + "\n", TestContext.Current.CancellationToken);
        var (exitCode, said) = await RunningProgram.RunAsync("pffc", workspace.Path, "test", ".");
        Assert.Equal(1, exitCode);
        Assert.Contains("PFF3001", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watching_runs_again_when_a_mock_file_changes()
    {
        using var workspace = TestWorkspace.Of(FeatureRun.Open("test-runs", "passing"));
        using var program = RunningProgram.Start("pffc", workspace.Path, "test", ".", "--watch");
        await SeenAsync(program, "3 passed, 0 failed");
        await SeenAsync(program, "Waiting for changes");
        workspace.Write("mocks/validation.json", "{ \"business_errors\": [] }\n");
        await SeenAsync(program, "2 passed, 1 failed");
    }

    [Fact]
    public async Task Watching_follows_manifest_module_and_catalogue_and_goes_on_behind_a_broken_edit()
    {
        using var workspace = TestWorkspace.Of(FeatureRun.Open("test-runs", "module-watched"));
        using var program = RunningProgram.Start("pffc", workspace.Path, "test", ".", "--watch");
        await SeenAsync(program, "1 passed, 0 failed", times: 1);
        await SeenAsync(program, "Waiting for changes", times: 1);
        var (manifest, module) = (workspace.Read("manifest.yaml"), workspace.Read("common.pff"));

        workspace.Write("common.pff", module.Replace("\"hello, ", "\"good day, ", StringComparison.Ordinal));
        await SeenAsync(program, "returns.text: expected \"hello, C1\", got \"good day, C1\"", times: 1);
        await SeenAsync(program, "Waiting for changes", times: 2);

        workspace.Write("common.pff", module.Replace("fn greeting", "fn greeting(", StringComparison.Ordinal));
        await SeenAsync(program, "common.pff:3:", times: 1);
        await SeenAsync(program, "Waiting for changes", times: 3);

        workspace.Write("common.pff", module);
        await SeenAsync(program, "1 passed, 0 failed", times: 2);
        await SeenAsync(program, "Waiting for changes", times: 4);

        workspace.Write("manifest.yaml", manifest.Replace("greeting(customer)", "greeting(customer) + '!'", StringComparison.Ordinal));
        await SeenAsync(program, "got \"hello, C1!\"", times: 1);
        await SeenAsync(program, "Waiting for changes", times: 5);

        workspace.Write("manifest.yaml", manifest);
        await SeenAsync(program, "1 passed, 0 failed", times: 3);
        await SeenAsync(program, "Waiting for changes", times: 6);

        workspace.Write("apis/crm.yaml", workspace.Read("apis/crm.yaml").Replace("get_customer:", "find_customer:", StringComparison.Ordinal));
        await SeenAsync(program, "'get_customer'", times: 1);
        await SeenAsync(program, "Waiting for changes", times: 7);
    }

    [Fact]
    public async Task The_tests_of_the_example_pass()
    {
        var folder = Repository.PathOf("examples", "contract-fix");
        var (exitCode, said) = await RunningProgram.RunAsync("pffc", folder, "test", "--coverage");
        Assert.True(exitCode == 0, said);
        Assert.Contains("steps 3/3, branches 2/2", said, StringComparison.Ordinal);
    }

    private static async Task SeenAsync(RunningProgram program, string text, int times = 1)
    {
        for (var tries = 0; tries < 1_200 && Count(program, text) < times; tries++)
        {
            Assert.False(program.HasExited, program.Said);
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.True(Count(program, text) >= times, $"not {times} times '{text}' in:\n{program.Said}");
    }

    private static int Count(RunningProgram program, string text) => program.Said.Split(text).Length - 1;
}
