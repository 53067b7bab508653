using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Control;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Execution;
using Pff.Runtime.Tables;

namespace Pff.Runtime.Tests.Support;

/// <summary>
/// A plan whose rows each make one call: <c>GET /things/{id}?note=…</c>, or <c>POST /things/{id}</c>. Answers are kept by the id
/// alone, and the write drops those of its id.
/// </summary>
internal sealed class CachePlan
{
    private readonly TestPlan _plan = new()
    {
        Inputs = [new("id", "id", 0, InputType.Text, true), new("mode", "mode", 1, InputType.Text, true), new("note", "note", 2, InputType.Text, true)],
    };

    public CachePlan(string address, CacheSettings settings, bool isInvalidated = true, bool isByParameters = true)
    {
        Api = _plan.Api with { Hosts = [address] };
        var id = new ParameterDescriptor("id", "id", ParameterLocation.Path, true);
        _plan.Method(new MethodDescriptor
        {
            Name = "read", Api = "crm", Verb = "GET", Path = [new("/things/", 0), new(null, 0)],
            Parameters = [id, new("note", "note", ParameterLocation.Query, false)],
            Cache = settings,
            CacheRule = new CacheRule { IsByParameters = isByParameters, By = [0], Groups = isInvalidated ? [new ArgumentGroup([0])] : [] },
        });
        _plan.Method(new MethodDescriptor
        {
            Name = "write", Api = "crm", Verb = "POST", Path = [new("/things/", 0), new(null, 0)],
            Parameters = [id, new("note", "note", ParameterLocation.BodyProperty, false)],
            Effect = Effect.Write,
            Invalidates = isInvalidated ? [new InvalidationRule("read", ["id"], [0], settings.DiskMs > 0)] : [],
        });
    }

    public ApiDescriptor Api { get; set; }

    public MethodDescriptor Read
    {
        get => _plan.Methods[0];
        set => _plan.Methods[0] = value;
    }

    public CompiledPlan Build()
    {
        _plan.Api = Api;
        var (id, note) = (_plan.Expression(f => f.Slots[0]), _plan.Expression(f => f.Slots[2]));
        var isWrite = _plan.Expression(f => Value.Of(f.Slots[1].AsText == "w"));
        return _plan.Build(new ConditionPlan
        {
            Id = _plan.NextId(), Line = 1, Condition = isWrite,
            Then = [_plan.Call(1, arguments: [id, note])],
            Else =
            [
                _plan.Call(0, resultSlot: 3, projection: Projection.Everything, arguments: [id, note]),
                _plan.Return(("v", _plan.Expression(f => TestPlan.Slot(f, 3, "v")))),
            ],
        });
    }

    /// <param name="rows">Each as <c>r:id:note</c> or <c>w:id:note</c>.</param>
    public static IEnumerable<InputRow> Rows(params IEnumerable<string> rows) => rows.Select((row, i) =>
    {
        var parts = row.Split(':');
        return new InputRow(i + 1, new[] { Value.Of(parts[1]), Value.Of(parts[0]), Value.Of(parts.ElementAtOrDefault(2) ?? "n") });
    });

    public async Task<RunSummary> RunAsync(
        IEnumerable<InputRow> rows, int workers = 1, string? folder = null, InMemoryJournal? journal = null, IRunObserver? observer = null,
        TestSecrets? secrets = null, RunSettings? settings = null, IRowTrace? trace = null, RunControl? control = null)
    {
        var plan = Build();
        var services = new RunServices
        {
            Time = TimeProvider.System, Secrets = secrets ?? new TestSecrets(), CacheFolder = folder, Observer = observer, Trace = trace,
            Control = control,
        };
        var made = RunEngine.Create(plan, "main", (settings ?? new RunSettings()) with { Workers = workers }, services);
        Assert.True(made.IsSuccess(out var engine, out var failure), failure?.Message.English);
        using (engine)
        {
            return await engine.RunAsync(rows, TestRun.Binder(plan), journal ?? new InMemoryJournal(), default);
        }
    }
}

/// <summary>Hears what a run goes on in spite of.</summary>
internal sealed class CautionWatcher : IRunObserver
{
    public List<RuntimeFailure> Cautions { get; } = [];

    public void RowFinished(RowResult row)
    {
    }

    public void WritePlanned(PlannedWrite write)
    {
    }

    public void HostHealthChanged(string api, string host, bool isHealthy)
    {
    }

    public void Cautioned(RuntimeFailure caution) => Cautions.Add(caution);
}
