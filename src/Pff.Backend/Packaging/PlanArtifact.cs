using Pff.Core.Plan;
using Pff.Core.Plan.Storage;

namespace Pff.Backend.Packaging;

/// <summary>A compiled plan as it is stored: see <c>docs/formats/pffplan.md</c>. Immutable.</summary>
public sealed class PlanArtifact
{
    private readonly byte[] _bytes;
    private readonly ReadOnlyMemory<byte> _assembly;

    private PlanArtifact(PlanModel model, byte[] bytes, ReadOnlyMemory<byte> assembly, string hash)
    {
        Model = model;
        _bytes = bytes;
        _assembly = assembly;
        Hash = hash;
    }

    public PlanModel Model { get; }

    /// <summary>Lower-case hexadecimal SHA-256 of the content, as the container states it.</summary>
    public string Hash { get; }

    /// <summary>The whole container.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>The .NET assembly with the expressions.</summary>
    public ReadOnlyMemory<byte> Assembly => _assembly;

    public void Write(Stream destination) => destination.Write(_bytes);

    /// <summary>Loads the code. Each call loads it anew, so a host does it once a plan.</summary>
    public PlanLoadResult Load()
    {
        var loaded = ExpressionAssembly.Load(_assembly);
        if (loaded is not { } expressions)
        {
            return new(null, PlanFailures.Unreadable("its code cannot be loaded", "o código não pode ser carregado"));
        }

        return expressions.Length == Model.Expressions.Length
            ? new(new CompiledPlan(Model, expressions) { Hash = Hash }, null)
            : new(null, PlanFailures.Unreadable("its code and its steps do not match", "o código e os passos não combinam"));
    }

    internal static PlanArtifact Create(PlanModel model, byte[] assembly)
    {
        var bytes = PlanContainer.Pack(PlanBytes.Write(model), assembly, out var hash);
        return new PlanArtifact(model, bytes, assembly, hash);
    }

    internal static PlanArtifact FromContainer(PlanModel model, byte[] bytes, ReadOnlyMemory<byte> assembly, string hash) =>
        new(model, bytes, assembly, hash);
}

/// <summary>Exactly one of the two is set.</summary>
public readonly record struct PlanLoadResult(CompiledPlan? Plan, PlanFailure? Failure);

/// <summary>Exactly one of the two is set.</summary>
public readonly record struct PlanReadResult(PlanArtifact? Artifact, PlanFailure? Failure);
