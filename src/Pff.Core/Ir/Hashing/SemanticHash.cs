using System.Collections.Immutable;
using System.Security.Cryptography;
using Pff.Core.Plan.Storage;

namespace Pff.Core.Ir.Hashing;

/// <summary>
/// What a program means, as a number: equal where two texts differ in formatting, comments, the order of keys that have
/// none, or the names of what only they see; different where a run could differ. Lower-case hexadecimal SHA-256.
/// </summary>
/// <param name="Program">Of the whole program: its name, its sequences with their names, the settings of its APIs.</param>
/// <param name="Sequences">Of each sequence that rows can be run through, with what it calls but without its own name.</param>
public sealed record SemanticHash(string Program, ImmutableArray<(string Name, string Hash)> Sequences)
{
    /// <summary>Part of what is hashed, so that two versions of the canonical form never give the same number by chance.</summary>
    private const string Form = "pff-semantic-3";

    /// <param name="program">Its sequences do not call themselves, which the checker sees to.</param>
    public static SemanticHash Of(IrProgram program)
    {
        var byName = program.Sequences.ToDictionary(s => s.Name, StringComparer.Ordinal);
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        string HashOf(string name)
        {
            if (!known.TryGetValue(name, out var hash))
            {
                hash = Hash(writer => new SequenceForm(writer, callee => (byName[callee], HashOf(callee))).Write(byName[name]));
                known.Add(name, hash);
            }

            return hash;
        }

        // What is there only because others call it is a part of those, whatever it is called.
        ImmutableArray<(string Name, string Hash)> sequences = [.. program.Sequences.Where(s => s.IsEntry).Select(s => (s.Name, HashOf(s.Name)))];
        return new(Hash(writer => Write(writer, program, sequences)), sequences);
    }

    /// <summary>Of one expression.</summary>
    /// <param name="slotCount">The slots below it are known by their numbers to whoever asks, so that they stay apart.</param>
    public static string Of(IrExpression expression, int slotCount)
    {
        var slots = new SlotNumbers();
        for (var slot = 0; slot < slotCount; slot++)
        {
            slots.Of(slot);
        }

        return Hash(writer => new ExpressionForm(writer, slots).Write(expression));
    }

    /// <summary>The order of sequences and APIs has no meaning.</summary>
    private static void Write(BinaryWriter writer, IrProgram program, ImmutableArray<(string Name, string Hash)> sequences)
    {
        writer.Write(program.Name);
        foreach (var (name, hash) in sequences.OrderBy(s => s.Name, StringComparer.Ordinal))
        {
            writer.Write(name);
            writer.Write(hash);
        }

        foreach (var api in program.Apis.OrderBy(a => a.Name, StringComparer.Ordinal))
        {
            new PlanWriter(writer).Write(api);
        }
    }

    private static string Hash(Action<BinaryWriter> write)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Form);
        write(writer);
        writer.Flush();
        return Convert.ToHexStringLower(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
    }
}
