using System.Collections.Immutable;
using System.Text;
using Pff.Core.Plan;
using Pff.Core.Plan.Library;
using Pff.Core.Ports;
using Pff.Runtime.Control;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Execution;
using Pff.Runtime.Http;
using Pff.Runtime.Tables;

namespace Pff.Runtime.Tests.Support;

/// <summary>Builds plans by hand: expressions are lambdas over the frame.</summary>
internal sealed class TestPlan
{
    public const int SlotCount = 8;

    private readonly List<CompiledExpression> _expressions = [];
    private int _steps;

    public ApiDescriptor Api { get; set; } = new()
    {
        Name = "crm",
        Hosts = [],
        Timeouts = new TimeoutSettings { AttemptMs = 5_000, TotalMs = 10_000 },
        Retry = new RetrySettings { BaseDelayMs = 1, MaximumDelayMs = 5 },
    };

    public List<MethodDescriptor> Methods { get; } = [];

    public List<SequencePlan> Others { get; } = [];

    /// <summary>The first input is in slot 0.</summary>
    public ImmutableArray<InputPlan> Inputs { get; set; } = [new("id", "id", 0, InputType.Text, true)];

    public static Value Slot(Frame frame, int slot, params string[] path)
    {
        var value = frame.Slots[slot];
        if (value.IsAbsent)
        {
            return Faults.NoSuchVariable("slot" + slot);
        }

        foreach (var name in path)
        {
            value = Access.Select(value, name);
        }

        return value;
    }

    public int Expression(Func<Frame, Value> expression)
    {
        _expressions.Add(new CompiledExpression(expression));
        return _expressions.Count - 1;
    }

    public int Constant(string text) => Expression(_ => Value.Of(text));

    public string NextId() => (++_steps).ToString();

    public int Method(MethodDescriptor method)
    {
        Methods.Add(method);
        return Methods.Count - 1;
    }

    /// <summary><c>GET /things/{id}</c>.</summary>
    public int Read(string path = "/things/", CacheSettings? cache = null) => Method(new MethodDescriptor
    {
        Name = "read" + Methods.Count,
        Api = "crm",
        Verb = "GET",
        Path = [new(path, 0), new(null, 0)],
        Parameters = [new("id", "id", ParameterLocation.Path, true)],
        Effect = Effect.Read,
        Cache = cache,
        AnswersJson = true,
    });

    /// <summary><c>POST /things/{id}</c> with <c>{"v": …}</c>.</summary>
    public int Write(bool isIdempotent, string path = "/things/") => Method(new MethodDescriptor
    {
        Name = "write" + Methods.Count,
        Api = "crm",
        Verb = "POST",
        Path = [new(path, 0), new(null, 0)],
        Parameters = [new("id", "id", ParameterLocation.Path, true), new("v", "v", ParameterLocation.BodyProperty, false)],
        Effect = Effect.Write,
        IsIdempotent = isIdempotent,
        AnswersJson = true,
    });

    public CallMethodPlan Call(int method, int resultSlot = -1, Projection? projection = null, params int[] arguments) => new()
    {
        Id = NextId(),
        Line = 1,
        Method = method,
        ResultSlot = resultSlot,
        Projection = projection,
        Arguments = [.. (arguments.Length == 0 ? [Expression(f => f.Slots[0])] : arguments).Select((e, i) => new ArgumentPlan(i, e))],
    };

    public ReturnPlan Return(params (string Name, int Expression)[] columns) =>
        new() { Id = NextId(), Line = 1, Columns = [.. columns.Select(c => new ColumnPlan(c.Name, c.Expression))] };

    public CompiledPlan Build(params StepPlan[] steps) => new(
        new PlanModel
        {
            FormatVersion = PlanModel.CurrentFormatVersion,
            Name = "test",
            Sequences = [new SequencePlan { Name = "main", Inputs = Inputs, SlotCount = SlotCount, Steps = [.. steps] }, .. Others],
            Methods = [.. Methods],
            Apis = [Api],
        },
        [.. _expressions])
    {
        Hash = "0",
    };
}

internal sealed class TestSecrets(Dictionary<string, string>? variables = null, Dictionary<string, string>? files = null) : ISecretReader
{
    /// <summary>Files that are no text.</summary>
    public Dictionary<string, byte[]> Binaries { get; init; } = [];

    public string? ReadEnvironmentVariable(string name) => variables?.GetValueOrDefault(name);

    public string? ReadFile(string path) => files?.GetValueOrDefault(path);

    public byte[]? ReadBytes(string path) => Binaries.GetValueOrDefault(path) ?? (ReadFile(path) is { } text ? Encoding.UTF8.GetBytes(text) : null);
}

internal static class TestRun
{
    public static IEnumerable<InputRow> Rows(params string[] ids) => ids.Select((id, i) => new InputRow(i + 1, new[] { Value.Of(id) }));

    public static RunEngine Engine(CompiledPlan plan, RunSettings? settings = null, IRunObserver? observer = null, ISecretReader? secrets = null,
        RunControl? control = null, HttpMessageHandler? transport = null)
    {
        var made = RunEngine.Create(plan, "main", settings ?? new RunSettings { Workers = 4 }, new RunServices
        {
            Time = TimeProvider.System,
            Secrets = secrets ?? new TestSecrets(),
            Observer = observer,
            Control = control,
            Transport = transport,
        });
        Assert.True(made.IsSuccess(out var engine, out var failure), failure?.Message.English);
        return engine!;
    }

    public static RowBinder Binder(CompiledPlan plan)
    {
        var inputs = plan.Model.Sequences[0].Inputs;
        Assert.True(RowBinder.Create(inputs, [.. inputs.Select(i => i.Column)]).IsSuccess(out var binder, out _));
        return binder!;
    }

    public static async Task<RunSummary> RunAsync(
        CompiledPlan plan, IEnumerable<InputRow> rows, IJournal journal, RunSettings? settings = null, IRunObserver? observer = null,
        ISecretReader? secrets = null, RunCancellation cancellation = default, RunControl? control = null,
        HttpMessageHandler? transport = null)
    {
        using var engine = Engine(plan, settings, observer, secrets, control, transport);
        return await engine.RunAsync(rows, Binder(plan), journal, cancellation);
    }

    /// <summary>Runs one row with the id "1".</summary>
    public static async Task<RowResult> OneAsync(CompiledPlan plan, InMemoryJournal? journal = null, ISecretReader? secrets = null)
    {
        journal ??= new InMemoryJournal();
        await RunAsync(plan, Rows("1"), journal, secrets: secrets);
        return journal.Row;
    }
}
