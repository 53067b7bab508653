using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Testing;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Cli.Compiler.Testing.Generation;

/// <summary>Makes the worlds of one sequence from decisions.</summary>
internal sealed class WorldGenerator
{
    private const int BusyStatus = 503;

    /// <summary>The first is the default of a test too.</summary>
    private static readonly Timestamp Now = new(1_767_225_600, 0);

    /// <summary>One of each kind of failure that a status makes.</summary>
    private static readonly ImmutableArray<int> Statuses = [400, 401, 404, 409, 418, 429, 500];

    private readonly IrSequence _sequence;
    private readonly ImmutableArray<(MethodSymbol Method, ReadParts Reads)> _methods;
    private readonly InterestingValues _interesting;

    public WorldGenerator(IrProgram program, IrSequence sequence, ImmutableArray<MethodSymbol> methods)
    {
        _sequence = sequence;
        var parts = SequenceParts.Of(program, sequence);
        Sequences = parts.Sequences;
        _interesting = InterestingValues.Of(parts.Conditions);
        _methods =
        [
            .. parts.Calls.GroupBy(c => (c.Method.Api, c.Method.Name)).Select(calls => (
                methods.First(m => m.Descriptor.Api == calls.Key.Api && m.Name == calls.Key.Name),
                new ReadParts(calls.Select(c => c.Projection).OfType<Projection>()))),
        ];
    }

    /// <summary>The names of the sequence and of those that it calls.</summary>
    public IReadOnlySet<string> Sequences { get; }

    /// <param name="breaksPromises">Whether servers may do what their schemas forbid.</param>
    public RowWorld Make(Decisions decisions, bool breaksPromises)
    {
        var generator = new ValueGenerator(decisions, Now, _interesting, breaksPromises);
        var inputs = _sequence.Inputs.Select(input => (input.Name, MakeInput(input, decisions, generator)));
        var mocks = _methods.Select(m => new MockedMethod(m.Method.Descriptor, MakeAnswers(m.Method, m.Reads, decisions, generator)));
        return new RowWorld(_sequence.Name, [.. inputs], Now, [.. mocks]);
    }

    private static ImmutableArray<MockAnswer> MakeAnswers(MethodSymbol method, ReadParts reads, Decisions decisions, ValueGenerator generator)
    {
        var name = method.Name;
        var silent = Statuses.Length + 1;
        var (broken, busy) = (silent + 1, silent + 2);
        var chosen = decisions.Choose(name + " answers", busy + 1, way =>
            way == silent ? $"{name} times out"
            : way == broken ? $"{name} drops connection"
            : way == busy ? $"{name} fails {BusyStatus} once"
            : $"{name} fails {Statuses[way - 1]}");
        if (chosen > 0 && chosen < silent)
        {
            return [new FailingAnswer(Statuses[chosen - 1], null, null)];
        }

        if (chosen == silent)
        {
            return [new SilentAnswer()];
        }

        if (chosen == broken)
        {
            return [new BrokenAnswer()];
        }

        var value = method.Result is PrimitiveType { Kind: PrimitiveKind.Null } ? Value.Of(new RecordValue([], [])) : generator.Make(method.Result, name, reads);
        MockAnswer good = new ReturningAnswer(new IrConstant(value, PffType.Dyn, default));
        return chosen == busy ? [new FailingAnswer(BusyStatus, null, 1_000), good] : [good];
    }

    private Value MakeInput(InputPlan input, Decisions decisions, ValueGenerator generator)
    {
        var place = "input " + input.Name;
        if (!input.IsRequired && decisions.Choose(place + " absent", 2, _ => $"!has({input.Name})") == 1)
        {
            return Value.Null;
        }

        return generator.OneOf(place, WaysOf(input, generator));
    }

    /// <summary>The values that a row may have, those at the limits among them: a row that may not run shows nothing.</summary>
    private ImmutableArray<Value> WaysOf(InputPlan input, ValueGenerator generator)
    {
        if (!input.AllowedValues.IsDefaultOrEmpty)
        {
            return PromisedValues.Of([.. input.AllowedValues.Select(Value.Of)], input.Constraint, []).Kept;
        }

        return input is { Type: InputType.Text, Constraint: null }
            ? [Value.Of("text"), .. _interesting.Texts.Select(Value.Of)]
            : generator.Candidates((PrimitiveType)InputTypes.TypeOf(input.Type) with { Constraint = input.Constraint }).Kept;
    }
}
