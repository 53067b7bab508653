using System.CommandLine;
using Pff.Cli.Compiler.Testing;
using Pff.Hosting;
using Pff.Hosting.Files;
using Pff.Hosting.Output;

namespace Pff.Cli.Compiler.Commands;

/// <summary><c>pffc test PATH…</c>: runs the tests of manifests against mocks, without a network.</summary>
internal sealed class TestCommand
{
    /// <summary>As the help says in both languages.</summary>
    private const int DefaultWorldCount = 200;
    private const int MaximumWorldCount = 100_000;

    private readonly Argument<string[]> _paths = ManifestArguments.Paths("Manifests, files of tests, or folders to search for both (default: this folder)");

    private readonly Option<string?> _filter = new("--filter")
    {
        Description = "Only tests whose name contains this text, whatever its case",
        HelpName = "TEXT",
    };

    private readonly Option<string?> _junit = new("--junit") { Description = "Write the results as JUnit XML to this file", HelpName = "FILE" };

    private readonly Option<bool> _coverage = new("--coverage") { Description = "Print which steps and branches were reached, and which not" };

    private readonly Option<string?> _lcov = new("--lcov") { Description = "Write the coverage as an lcov tracefile to this file", HelpName = "FILE" };

    private readonly Option<bool> _watch = new("--watch") { Description = "Run again whenever a file changes; Ctrl-C ends" };

    private readonly Option<bool> _json = new("--json") { Description = "One JSON object a line on standard output" };

    private readonly Option<int> _seed = new("--seed") { Description = "Seeds the jitter of retries and the generated worlds", HelpName = "N" };

    private readonly Option<int?> _generate = new("--generate")
    {
        Description = "Run generated worlds instead of tests: at most N for each sequence (without N: 200)",
        HelpName = "N",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static void AddTo(CommandLineHost host)
    {
        var test = new TestCommand();
        var command = new Command("test", "Run the tests of manifests: the real engine, mocks instead of servers, no time lost");
        command.Arguments.Add(test._paths);
        foreach (var option in (Option[])[test._filter, test._junit, test._coverage, test._lcov, test._watch, test._json, test._seed, test._generate])
        {
            command.Options.Add(option);
        }

        host.Add(command, test.RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, HostConsole console, CancellationToken cancellation)
    {
        var paths = ManifestArguments.Given(result.GetValue(_paths));
        if (!ManifestArguments.TryExpand(paths, console, out _))
        {
            return ExitCodes.Usage;
        }

        var generates = result.GetResult(_generate) is { Implicit: false };
        var worlds = result.GetValue(_generate) ?? DefaultWorldCount;
        if (generates && worlds is < 1 or > MaximumWorldCount)
        {
            console.Error.WriteLine(console.Say(
                $"PFF5030: --generate takes a number from 1 to {MaximumWorldCount}.",
                $"PFF5030: --generate recebe um número de 1 a {MaximumWorldCount}."));
            return ExitCodes.Usage;
        }

        var settings = new TestSettings
        {
            Paths = [.. paths],
            Filter = result.GetValue(_filter),
            JUnit = result.GetValue(_junit),
            Lcov = result.GetValue(_lcov),
            ShowsCoverage = result.GetValue(_coverage),
            IsJson = result.GetValue(_json),
            Seed = result.GetValue(_seed),
            WorldCount = generates ? worlds : null,
        };
        var session = new TestSession(settings, console);
        return result.GetValue(_watch)
            ? await TestWatch.RunAsync(session, console, cancellation)
            : await session.RunAsync(cancellation);
    }
}
