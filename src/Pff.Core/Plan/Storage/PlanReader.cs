using System.Collections.Immutable;

namespace Pff.Core.Plan.Storage;

/// <summary>Reads what <see cref="PlanWriter"/> writes.</summary>
/// <remarks>Throws <see cref="EndOfStreamException"/> or <see cref="InvalidDataException"/> where the bytes are something else.</remarks>
internal sealed partial class PlanReader(BinaryReader reader)
{
    /// <summary>Steps and projections inside one another: far more than any manifest has, and safe on any stack.</summary>
    private const int MaximumDepth = 500;

    private int _depth;

    public PlanModel ReadModel()
    {
        var version = reader.ReadInt32();
        if (version != PlanModel.CurrentFormatVersion)
        {
            throw new InvalidDataException($"format {version}");
        }

        return new PlanModel
        {
            FormatVersion = version,
            Name = reader.ReadString(),
            Sequences = List(ReadSequence),
            Methods = List(ReadMethod),
            Apis = List(ReadApi),
            Sources = List(ReadSourceFile),
            Expressions = List(ReadExpressionSource),
        };
    }

    private SourceFile ReadSourceFile() => new(reader.ReadString(), reader.ReadString());

    private ExpressionSource ReadExpressionSource() => new(reader.ReadString(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadString());

    private SequencePlan ReadSequence() => new()
    {
        Name = reader.ReadString(),
        Inputs = List(ReadInput),
        SlotCount = reader.ReadInt32(),
        Steps = ReadSteps(),
        Columns = List(reader.ReadString),
        Writes = reader.ReadBoolean(),
        IsEntry = reader.ReadBoolean(),
        TimeMs = reader.ReadInt32(),
    };

    private InputPlan ReadInput() =>
        new(reader.ReadString(), reader.ReadString(), reader.ReadInt32(), (InputType)Enumerated((int)InputType.Any), reader.ReadBoolean())
        {
            IsSecret = reader.ReadBoolean(),
            AllowedValues = List(reader.ReadString),
            Constraint = reader.ReadBoolean() ? ReadConstraint() : null,
            Default = OptionalText(),
        };

    private ValueConstraint ReadConstraint() => new()
    {
        Pattern = OptionalText(),
        MatchesWhole = reader.ReadBoolean(),
        MinimumLength = reader.ReadBoolean() ? reader.ReadInt32() : null,
        MaximumLength = reader.ReadBoolean() ? reader.ReadInt32() : null,
        Format = OptionalText(),
        Minimum = reader.ReadBoolean() ? reader.ReadDecimal() : null,
        Maximum = reader.ReadBoolean() ? reader.ReadDecimal() : null,
        ExcludesMinimum = reader.ReadBoolean(),
        ExcludesMaximum = reader.ReadBoolean(),
    };

    private ImmutableArray<StepPlan> ReadSteps()
    {
        if (++_depth > MaximumDepth)
        {
            throw new InvalidDataException("steps nested too deep");
        }

        var steps = List(ReadStep);
        _depth--;
        return steps;
    }

    private CallMethodPlan ReadCall(string id, int line) => new()
    {
        Id = id,
        Line = line,
        Method = reader.ReadInt32(),
        Arguments = List(ReadArgument),
        ResultSlot = reader.ReadInt32(),
        Projection = reader.ReadBoolean() ? ReadProjection() : null,
    };

    private StepPlan ReadStep()
    {
        var kind = reader.ReadByte();
        var id = reader.ReadString();
        var line = reader.ReadInt32();
        return kind switch
        {
            StepKinds.CallMethod => ReadCall(id, line) with
            {
                Undo = reader.ReadBoolean() ? new UndoCallPlan(reader.ReadInt32(), List(ReadArgument)) : null,
                SettledBy = reader.ReadBoolean()
                    ? new ReadBackPlan(ReadCall(id, line), reader.ReadInt32(), reader.ReadInt32()) { Slots = ReadNumbers() }
                    : null,
            },
            StepKinds.Condition => new ConditionPlan { Id = id, Line = line, Condition = reader.ReadInt32(), Then = ReadSteps(), Else = ReadSteps() },
            StepKinds.ForEach => new ForEachPlan
            {
                Id = id,
                Line = line,
                List = reader.ReadInt32(),
                ItemSlot = reader.ReadInt32(),
                IndexSlot = reader.ReadInt32(),
                AtMost = reader.ReadInt32(),
                Steps = ReadSteps(),
            },
            StepKinds.Let => new LetPlan { Id = id, Line = line, Slot = reader.ReadInt32(), Expression = reader.ReadInt32() },
            StepKinds.Assert => new AssertPlan
            {
                Id = id, Line = line, Condition = reader.ReadInt32(), Code = reader.ReadString(), Message = reader.ReadInt32(),
            },
            StepKinds.CallSequence => new CallSequencePlan
            {
                Id = id, Line = line, Sequence = reader.ReadInt32(), Arguments = List(ReadArgument), ResultSlot = reader.ReadInt32(),
            },
            StepKinds.Try => new TryPlan { Id = id, Line = line, Steps = ReadSteps(), Handlers = List(ReadHandler) },
            StepKinds.Skip => new SkipPlan { Id = id, Line = line, Reason = reader.ReadInt32() },
            StepKinds.Fail => new FailPlan { Id = id, Line = line, Code = reader.ReadString(), Message = reader.ReadInt32() },
            StepKinds.Return => new ReturnPlan { Id = id, Line = line, Columns = List(ReadColumn) },
            StepKinds.Parallel => new ParallelPlan { Id = id, Line = line, Branches = List(() => new BranchPlan(ReadSteps())) },
            StepKinds.Retry => new RetryPlan { Id = id, Line = line, Steps = ReadSteps(), Rule = ReadRule(), Until = reader.ReadInt32() },
            StepKinds.Undo => new UndoPlan { Id = id, Line = line },
            _ => throw new InvalidDataException($"step kind {kind}"),
        };
    }

    private RetryRule ReadRule() => new(reader.ReadInt32(), reader.ReadInt32(), reader.ReadDouble(), List(reader.ReadString));

    private ArgumentPlan ReadArgument() => new(reader.ReadInt32(), reader.ReadInt32());

    private HandlerPlan ReadHandler() => new(List(reader.ReadString), reader.ReadInt32(), ReadSteps());

    private ColumnPlan ReadColumn() => new(reader.ReadString(), reader.ReadInt32());

    private Projection ReadProjection()
    {
        if (++_depth > MaximumDepth)
        {
            throw new InvalidDataException("projections nested too deep");
        }

        var projection = new Projection
        {
            KeepsBytes = reader.ReadBoolean(),
            DecodesAll = reader.ReadBoolean(),
            Scalar = (ScalarExpectation)Enumerated((int)ScalarExpectation.Duration),
            AllowsNull = reader.ReadBoolean(),
            HoldsSecrets = reader.ReadBoolean(),
            Properties = List(ReadProjectedProperty),
            Elements = reader.ReadBoolean() ? ReadProjection() : null,
        };
        _depth--;
        return projection;
    }

    private ProjectedProperty ReadProjectedProperty() => new(reader.ReadString(), ReadProjection());

    private ImmutableArray<T> List<T>(Func<T> read)
        where T : class
    {
        var count = Count();
        if (count == 0)
        {
            return [];
        }

        var items = new T[count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = read();
        }

        return System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray(items);
    }

    /// <summary>Each item takes a byte at least, so a length that cannot be true costs nothing.</summary>
    private int Count()
    {
        var count = reader.Read7BitEncodedInt();
        return (uint)count <= reader.BaseStream.Length - reader.BaseStream.Position ? count : throw new EndOfStreamException();
    }

    private string? OptionalText() => reader.ReadBoolean() ? reader.ReadString() : null;

    private byte Enumerated(int last) =>
        reader.ReadByte() is var value && value <= last ? value : throw new InvalidDataException($"{value} is none of {last + 1} values");
}
