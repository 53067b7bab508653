using System.Collections.Immutable;
using Pff.Compiler.Manifest.Steps;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Catalogs;

/// <summary>A method of a catalogue with its types. Parameters stand in the order of the descriptor's.</summary>
public sealed record MethodSymbol
{
    public required MethodDescriptor Descriptor { get; init; }

    public required ImmutableArray<MethodParameter> Parameters { get; init; }

    /// <summary>The type of a successful response's body; <see cref="PffType.Null"/> where it has none, dyn where none is declared.</summary>
    public required PffType Result { get; init; }

    /// <summary>Where it is declared, for "go to definition" and "did you mean".</summary>
    public required SourceText Source { get; init; }

    public required TextSpan Span { get; init; }

    public string? Description { get; init; }

    /// <summary>How a call of it is undone, over its parameters and <c>result</c>; null where nobody says.</summary>
    public UndoCallSyntax? Undo { get; init; }

    /// <summary>How to find out whether a call of it took effect; null where nobody says.</summary>
    public ReadBackSyntax? SettledBy { get; init; }

    /// <summary>What <c>cache</c> says of arguments and writes; null where it says nothing.</summary>
    internal CacheRuleSyntax? CacheRule { get; init; }

    public bool IsDeprecated { get; init; }

    /// <summary>
    /// The parameters in the order in which arguments without names fill them: as a module declares them, and of a document,
    /// whose order means little, those that are required before the others.
    /// </summary>
    public ImmutableArray<string> Places
    {
        get => field.IsDefault ? [.. Parameters.OrderBy(p => p.IsRequired ? 0 : 1).Select(p => p.Name)] : field;
        init;
    }

    public string Name => Descriptor.Name;

    public MethodParameter? FindParameter(string name) => Parameters.FirstOrDefault(p => p.Name == name);
}

public sealed record MethodParameter(string Name, PffType Type, bool IsRequired)
{
    public string? Description { get; init; }
}

/// <summary>What one <c>apis/*.yaml</c> file declares.</summary>
public sealed record ApiCatalogue(ApiDescriptor Api, ImmutableArray<MethodSymbol> Methods, ImmutableArray<SourceFile> Sources);
