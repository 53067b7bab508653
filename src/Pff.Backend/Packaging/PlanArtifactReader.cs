using Pff.Core.Plan.Storage;

namespace Pff.Backend.Packaging;

/// <summary>
/// Reads compiled plans. Nothing here, nor in what it calls, names a type of Roslyn, so that running a compiled plan
/// never loads the compiler.
/// </summary>
public static class PlanArtifactReader
{
    /// <summary>Reads and loads. The code of a plan is trusted: the hash finds accidents and edits, not forgers.</summary>
    public static PlanLoadResult Load(Stream source)
    {
        var (artifact, failure) = Read(source);
        return artifact is null ? new(null, failure) : artifact.Load();
    }

    public static PlanLoadResult Load(ReadOnlySpan<byte> bytes)
    {
        var (artifact, failure) = Read(bytes);
        return artifact is null ? new(null, failure) : artifact.Load();
    }

    /// <summary>Checks the container and reads the model; the code stays unloaded.</summary>
    public static PlanReadResult Read(Stream source)
    {
        var buffer = new MemoryStream();
        var chunk = new byte[81920];
        int count;
        while ((count = source.Read(chunk)) > 0)
        {
            if (buffer.Length + count > PlanContainer.MaximumBytes)
            {
                return new(null, PlanFailures.TooLarge(PlanContainer.MaximumBytes));
            }

            buffer.Write(chunk, 0, count);
        }

        return ReadOwned(buffer.ToArray());
    }

    /// <inheritdoc cref="Read(Stream)"/>
    public static PlanReadResult Read(ReadOnlySpan<byte> bytes) => ReadOwned(bytes.ToArray());

    /// <param name="bytes">Belongs to the artifact from then on.</param>
    internal static PlanReadResult ReadOwned(byte[] bytes)
    {
        if (bytes.Length > PlanContainer.MaximumBytes)
        {
            return new(null, PlanFailures.TooLarge(PlanContainer.MaximumBytes));
        }

        if (PlanContainer.Unpack(bytes, out var stored, out var assembly, out var hash) is { } failure)
        {
            return new(null, failure);
        }

        return PlanBytes.Read(stored) is { } model
            ? new(PlanArtifact.FromContainer(model, bytes, assembly, hash), null)
            : new(null, PlanFailures.Unreadable("its step graph is not what this PFF writes", "o grafo de passos não é o que este PFF escreve"));
    }
}
