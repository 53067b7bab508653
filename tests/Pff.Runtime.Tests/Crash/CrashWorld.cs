using Pff.Core.Plan;
using Pff.Runtime.Execution;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Crash;

/// <summary>What settles a write that was under way.</summary>
internal enum Settling
{
    Key,
    ReadBack,
    Nothing,
}

/// <summary>A program of reads, writes, branches and undos, and how it is run; all of it follows from the seed.</summary>
internal sealed class CrashWorld
{
    private const int MostBranches = 3;

    private readonly TestPlan _plan = new();
    private readonly Random _random;
    private int _writes;

    /// <summary>0 outside of branches; each has slots of its own, as those of compiled plans have.</summary>
    private int _branch;

    public CrashWorld(int seed, Settling settling)
    {
        _random = new Random(seed);
        Settling = settling;
        Rows = _random.Next(2, 5);
        Workers = _random.Next(1, 4);
        Loses = settling == Settling.Nothing ? 0 : _random.Next(1, 1 << 20);
        Gather = TimeSpan.FromMilliseconds(_random.Next(4));
        IsEncrypted = seed % 2 == 0;
        _plan.Api = _plan.Api with { Hosts = ["http://crash.test"], Breaker = new BreakerSettings { FailureRatio = 0 } };
        var steps = Steps(depth: 0);
        if (_writes == 0)
        {
            steps.Add(Write());
        }

        Plan = _plan.Build([.. steps]);
    }

    public Settling Settling { get; }

    public int Rows { get; }

    public int Workers { get; }

    /// <summary>How many calls of a row are made at the same time.</summary>
    public int Width { get; private set; } = 1;

    /// <summary>Which answers the server loses; 0 for none.</summary>
    public int Loses { get; }

    /// <summary>For how long the journal gathers what nobody waits for.</summary>
    public TimeSpan Gather { get; }

    /// <summary>Whether the journal is.</summary>
    public bool IsEncrypted { get; }

    public CompiledPlan Plan { get; }

    /// <summary>Of the newest read: 1 to 4.</summary>
    private int ReadSlot => 1 + _branch;

    /// <summary>Of what a write is settled by: 5 to 7, because nothing else runs beside branches.</summary>
    private int SeenSlot => 4 + Math.Max(1, _branch);

    private List<StepPlan> Steps(int depth)
    {
        var steps = new List<StepPlan>();
        for (var left = _random.Next(1, depth == 0 ? 5 : 3); left > 0; left--)
        {
            steps.Add(_random.Next(8) switch
            {
                0 or 1 or 2 => _plan.Call(_plan.Read($"/r{_random.Next(1000)}/"), ReadSlot, Projection.Everything),
                3 when depth < 1 => Parallel(depth),
                4 when depth < 1 && Settling == Settling.Key => Undoing(depth),
                _ => Write(),
            });
        }

        return steps;
    }

    private CallMethodPlan Write()
    {
        var name = $"/w{_writes++}/";
        var (readSlot, seenSlot) = (ReadSlot, SeenSlot);
        var id = _plan.Expression(f => f.Slots[0]);
        var seen = _plan.Expression(f => f.Slots[readSlot].IsAbsent ? Value.Null : TestPlan.Slot(f, readSlot, "n"));
        var call = _plan.Call(_plan.Write(Settling == Settling.Key, name), -1, null, id, seen);
        return Settling switch
        {
            Settling.Key => call with { Undo = new UndoCallPlan(_plan.Write(true, "/undo" + name), [new ArgumentPlan(0, id)]) },
            Settling.ReadBack => call with
            {
                SettledBy = new ReadBackPlan(
                    _plan.Call(_plan.Read("/seen" + name), seenSlot, Projection.Everything, id) with { Id = call.Id },
                    _plan.Expression(f => Value.Of(TestPlan.Slot(f, seenSlot, "n").AsInt > 0)),
                    0),
            },
            _ => call,
        };
    }

    private ParallelPlan Parallel(int depth)
    {
        var branches = new List<BranchPlan>();
        for (_branch = _random.Next(2, MostBranches + 1); _branch > 0; _branch--)
        {
            branches.Add(new BranchPlan([.. Steps(depth + 1)]));
        }

        Width = Math.Max(Width, branches.Count);
        return new ParallelPlan { Id = _plan.NextId(), Line = 1, Branches = [.. branches] };
    }

    /// <summary>Writes, fails, and takes back what it wrote.</summary>
    private TryPlan Undoing(int depth) => new()
    {
        Id = _plan.NextId(),
        Line = 1,
        Steps = [.. Steps(depth + 1), Write(), new FailPlan { Id = _plan.NextId(), Line = 1, Code = "E", Message = _plan.Constant("no") }],
        Handlers = [new HandlerPlan(["any"], -1, [new UndoPlan { Id = _plan.NextId(), Line = 1 }])],
    };
}
