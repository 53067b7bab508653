using System.Collections.Immutable;
using Pff.Cli.Compiler.Testing.Coverage;
using Pff.Core.Plan;
using Pff.Core.Ports;

namespace Pff.Cli.Compiler.Testing.Generation;

/// <summary>A world that was run.</summary>
/// <param name="Number">From 1, in the order in which they were run.</param>
/// <param name="Reached">What no world before it had reached.</param>
internal sealed record SearchedWorld(int Number, Decisions Decisions, RowRun Run, ImmutableArray<CoverageItem> Reached);

/// <summary>A failure of the manifest itself, with the smallest world that shows it.</summary>
internal sealed record Finding(RowFailure Failure, Decisions Decisions, RowWorld World);

/// <summary>
/// Looks for worlds that reach what was not reached yet: the ordinary world, then each single decision, then mixtures
/// that start from the worlds that reached something new. What no server can reach that keeps its schema's promises is
/// then tried with one that breaks them, which is no fault of the manifest. The same seed finds the same worlds.
/// </summary>
internal sealed class WorldSearch(WorldGenerator generator, WorldRunner runner, CoverageHits coverage, int seed)
{
    private const int MostMutations = 3;

    /// <summary>One world in so many is left for servers that break their promises, where they are needed.</summary>
    private const int ShareOfBroken = 4;

    private readonly Random _random = new(seed);
    private readonly List<Decisions> _corpus = [];
    private readonly HashSet<string> _tried = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Code, string Step), Finding> _findings = [];
    private int _number;
    private bool _breaksPromises;

    public IReadOnlyCollection<Finding> Findings => _findings.Values;

    public int Count => _number;

    public async Task RunAsync(int count, Action<SearchedWorld> searched, CancellationToken cancellation)
    {
        var ordinary = await TryAsync(Decisions.None, searched, cancellation);
        foreach (var place in ordinary!.Places)
        {
            for (var way = 1; way < ordinary.WaysAt(place) && _number < count; way++)
            {
                await TryAsync(Decisions.None.Add(place, way), searched, cancellation);
            }
        }

        await MutateAsync(count - (count / ShareOfBroken), searched, cancellation);
        if (IsOpen)
        {
            await BreakPromisesAsync(count, searched, cancellation);
        }

        await MutateAsync(count, searched, cancellation);
        foreach (var (key, finding) in _findings.ToList())
        {
            _findings[key] = await ShrinkAsync(key, finding, cancellation);
        }
    }

    /// <summary>Whether there is something that no world has reached.</summary>
    private bool IsOpen => coverage.Map.Items.Any(item => generator.Sequences.Contains(item.Sequence) && coverage.CountOf(item) == 0);

    private async Task MutateAsync(int count, Action<SearchedWorld> searched, CancellationToken cancellation)
    {
        // Where a world was tried before nothing is run, so that small sequences end early.
        for (var idle = 0; _number < count && idle < count; idle++)
        {
            if (await TryAsync(Mutate(_corpus[_random.Next(_corpus.Count)]), searched, cancellation) is not null)
            {
                idle = 0;
            }
        }
    }

    /// <summary>Breaks each promise once in each of the worlds that reached something.</summary>
    private async Task BreakPromisesAsync(int count, Action<SearchedWorld> searched, CancellationToken cancellation)
    {
        _breaksPromises = true;
        for (var i = 0; i < _corpus.Count && IsOpen; i++)
        {
            var (kept, parent) = (_corpus[i], Remake(_corpus[i]));
            foreach (var place in parent.Places)
            {
                for (var way = kept.Places.Contains(place) ? kept.WaysAt(place) : 1; way < parent.WaysAt(place) && _number < count && IsOpen; way++)
                {
                    await TryAsync(parent.Made.SetItem(place, way), searched, cancellation);
                }
            }
        }

        _breaksPromises = false;
    }

    /// <summary>The same decisions where promises may be broken, so that there are more ways.</summary>
    private Decisions Remake(Decisions made)
    {
        var decisions = new Decisions(made.Made);
        generator.Make(decisions, breaksPromises: true);
        return decisions;
    }

    private async Task<Decisions?> TryAsync(ImmutableSortedDictionary<string, int> made, Action<SearchedWorld> searched, CancellationToken cancellation)
    {
        if (!_tried.Add(string.Join('\n', made.Select(d => $"{d.Key}={d.Value}"))))
        {
            return null;
        }

        cancellation.ThrowIfCancellationRequested();
        var decisions = new Decisions(made);
        var world = generator.Make(decisions, _breaksPromises);
        var run = await runner.RunAsync(world, coverage, cancellation);
        var reached = coverage.TakeNew().ToImmutableArray();
        if (!reached.IsEmpty || _corpus.Count == 0)
        {
            _corpus.Add(decisions);
        }

        if (!decisions.BreaksPromises && run.Result?.Failure is { Kind: FailureKind.Evaluation } failure)
        {
            var key = KeyOf(failure);
            if (!_findings.TryGetValue(key, out var known) || known.Decisions.Made.Count > made.Count)
            {
                _findings[key] = new Finding(failure, decisions, world);
            }
        }

        searched(new SearchedWorld(++_number, decisions, run, reached));
        return decisions;
    }

    private ImmutableSortedDictionary<string, int> Mutate(Decisions parent)
    {
        var made = parent.Made;
        for (var i = 1 + _random.Next(MostMutations); i > 0 && parent.Places.Count > 0; i--)
        {
            var place = parent.Places[_random.Next(parent.Places.Count)];
            var way = _random.Next(parent.WaysAt(place));
            made = way == 0 ? made.Remove(place) : made.SetItem(place, way);
        }

        return made;
    }

    /// <summary>Takes decisions back, one after the other, as long as the row still fails in the same way.</summary>
    private async Task<Finding> ShrinkAsync((string Code, string Step) key, Finding finding, CancellationToken cancellation)
    {
        var unseen = new CoverageHits(coverage.Map);
        foreach (var place in finding.Decisions.Made.Keys.ToList())
        {
            var smaller = new Decisions(finding.Decisions.Made.Remove(place));
            var world = generator.Make(smaller, breaksPromises: false);
            var run = await runner.RunAsync(world, unseen, cancellation);
            if (run.Result?.Failure is { Kind: FailureKind.Evaluation } failure && KeyOf(failure) == key)
            {
                finding = new Finding(failure, smaller, world);
            }
        }

        return finding;
    }

    private static (string Code, string Step) KeyOf(RowFailure failure) => (failure.Code + " " + failure.Message.English, failure.StepId);
}
