using System.Collections.Immutable;
using Pff.Compiler.Manifest;
using Pff.Compiler.Typing;

namespace Pff.Compiler.Binding;

/// <summary>What the names in the steps of one file, a manifest or a module, mean.</summary>
internal sealed class UnitScope(MethodTable methods, IFunctionTable functions, ImmutableArray<InputSyntax>? inputs)
{
    private readonly Dictionary<string, BoundSequence> _sequences = new(StringComparer.Ordinal);

    public MethodTable Methods { get; } = methods;

    public IFunctionTable Functions { get; } = functions;

    /// <summary>The inputs that all sequences of a manifest share; null where it declares none.</summary>
    public ImmutableArray<InputSyntax>? Inputs { get; } = inputs;

    public IEnumerable<string> SequenceNames => _sequences.Keys;

    /// <summary>Makes a sequence known, of this file or of a module that it uses; the first of a name stays.</summary>
    public void Add(BoundSequence sequence) => _sequences.TryAdd(sequence.Syntax.Name.Text, sequence);

    public BoundSequence? FindSequence(string name) => _sequences.GetValueOrDefault(name);
}

/// <summary>A sequence with what its names mean.</summary>
/// <param name="ProgramName">What the program calls it: its own name, with that of the module before it where it is not of the root file.</param>
internal sealed record BoundSequence(SequenceSyntax Syntax, UnitScope Unit, string ProgramName);
