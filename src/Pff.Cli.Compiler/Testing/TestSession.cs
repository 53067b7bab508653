using System.Collections.Immutable;
using Pff.Cli.Compiler.Testing.Coverage;
using Pff.Cli.Compiler.Testing.Generation;
using Pff.Cli.Compiler.Testing.Reports;
using Pff.Compiler;
using Pff.Core.Diagnostics;
using Pff.Core.Text;
using Pff.Hosting;
using Pff.Hosting.Files;
using Pff.Hosting.Output;

namespace Pff.Cli.Compiler.Testing;

/// <summary>Compiles what was asked for, runs its tests or generated worlds, and reports. May be run again and again.</summary>
internal sealed class TestSession(TestSettings settings, HostConsole console)
{
    /// <summary>So many manifests and files of tests are remembered between runs.</summary>
    private const int MaximumManifests = 256;

    private readonly List<TestResult> _results = [];
    private readonly CompilerSession _compiler = new(new CompileSettings(), Environment.ProcessorCount, MaximumManifests);

    /// <summary>What was asked for.</summary>
    public ImmutableArray<string> Paths => settings.Paths;

    /// <summary>Every file that the last run read, as the process sees it.</summary>
    public ImmutableArray<string> Files { get; private set; } = [];

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        _results.Clear();
        var targets = Open(cancellation, out var exitCode);
        if (exitCode is { } code)
        {
            return code;
        }

        ITestReport report = settings.IsJson ? new TestJsonReport(console) : new TestTextReport(console);
        var isGood = settings.WorldCount is { } count
            ? await new WorldSession(settings, console, report).RunAsync(targets, count, cancellation)
            : await RunTestsAsync(targets, report, cancellation);
        var coverage = Merge(targets);
        if (settings.ShowsCoverage || settings.WorldCount is not null)
        {
            coverage.ForEach(c => report.Covered(c.Manifest, c.Coverage));
        }

        if (settings.WorldCount is null)
        {
            report.Ended(_results.Count(r => r.IsGood), _results.Count(r => !r.IsGood));
        }

        WriteFiles(coverage);
        return isGood ? ExitCodes.Success : ExitCodes.Problems;
    }

    private async Task<bool> RunTestsAsync(ImmutableArray<TestTarget> targets, ITestReport report, CancellationToken cancellation)
    {
        foreach (var target in targets)
        {
            foreach (var test in target.Tests.Where(t => settings.Takes(t.Name)))
            {
                var result = await TestRun.RunAsync(target, test, cancellation);
                _results.Add(result);
                report.Tested(result);
            }
        }

        return _results.All(r => r.IsGood);
    }

    /// <summary>The manifests that have what was asked for; an exit code where it ends here.</summary>
    private ImmutableArray<TestTarget> Open(CancellationToken cancellation, out int? exitCode)
    {
        var (manifests, _) = ManifestFinder.Find(settings.Paths);
        var files = new DiskFileSource(Directory.GetCurrentDirectory());
        var bag = new DiagnosticBag();

        // A manifest is read again for each file of its tests, and its mistakes are said once.
        var seen = new HashSet<(string, string, TextSpan)>();
        var compiled = new List<(string Path, CompileResult Result)>();
        foreach (var manifest in manifests)
        {
            var result = _compiler.Compile(manifest, files, cancellation);
            bag.AddRange(result.Diagnostics.Where(d => seen.Add((d.Code, d.Source.Path, d.Span))));
            compiled.Add((manifest, result));
        }

        Files = [.. compiled.SelectMany(c => SourcesOf(c.Path, c.Result)).Distinct(StringComparer.Ordinal)];
        Print(bag.ToSorted());
        exitCode = bag.HasErrors ? ExitCodes.Problems : null;
        if (exitCode is not null)
        {
            return [];
        }

        // Generated worlds need no tests, and each manifest needs them once.
        var wanted = settings.WorldCount is null
            ? compiled.Where(c => c.Result.Tests.Any(t => settings.Takes(t.Name))).ToList()
            : compiled.DistinctBy(c => c.Result.Manifest).ToList();
        if (wanted.Count == 0)
        {
            var where = string.Join(", ", settings.Paths);
            console.Error.WriteLine(settings.WorldCount is not null
                ? console.Say($"PFF5032: no manifest was found in {where}.", $"PFF5032: nenhum manifesto foi encontrado em {where}.")
                : settings.Filter is null
                    ? console.Say($"PFF5031: no test was found in {where} (tests stand under 'tests:').", $"PFF5031: nenhum teste foi encontrado em {where} (testes ficam em 'tests:').")
                    : console.Say($"PFF5031: no test in {where} has '{settings.Filter}' in its name.", $"PFF5031: nenhum teste em {where} tem '{settings.Filter}' no nome."));
            exitCode = ExitCodes.Usage;
        }

        return [.. wanted.Select(c => TestTarget.Open(c.Path, c.Result, settings.Seed, cancellation))];
    }

    private static IEnumerable<string> SourcesOf(string path, CompileResult result)
    {
        var folder = Path.GetDirectoryName(result.Manifest ?? path) ?? string.Empty;
        return result.Sources.Concat(result.TestSources).Select(s => Path.Combine(folder, s.Path)).Prepend(path);
    }

    private void Print(ImmutableArray<Diagnostic> diagnostics)
    {
        var text = new DiagnosticText(console.Language, new Ansi(console.UsesColor));
        foreach (var diagnostic in diagnostics)
        {
            text.Write(console.Error, diagnostic);
        }

        if (!diagnostics.IsEmpty)
        {
            console.Error.WriteLine(text.Summary(diagnostics));
        }
    }

    /// <summary>A manifest and the files of its tests are compiled one by one, and covered together.</summary>
    private static List<(string Manifest, CoverageHits Coverage)> Merge(ImmutableArray<TestTarget> targets)
    {
        var merged = new List<(string Manifest, CoverageHits Coverage)>();
        foreach (var manifest in targets.GroupBy(t => t.Manifest, StringComparer.Ordinal))
        {
            var coverage = manifest.First().Coverage;
            foreach (var other in manifest.Skip(1))
            {
                coverage.Add(other.Coverage);
            }

            merged.Add((manifest.Key, coverage));
        }

        return merged;
    }

    private void WriteFiles(List<(string Manifest, CoverageHits Coverage)> coverage)
    {
        if (settings.JUnit is { } junit)
        {
            WholeFile.Write(junit, JUnitReport.Write(_results));
        }

        if (settings.Lcov is { } lcov)
        {
            using var text = new StringWriter();
            coverage.ForEach(c => CoverageReport.WriteLcov(text, c.Coverage));
            WholeFile.Write(lcov, System.Text.Encoding.UTF8.GetBytes(text.ToString()));
        }
    }
}
