using System.Collections.Immutable;
using System.Text;
using Pff.Compiler.Formatting;
using Pff.Compiler.Modules;
using Pff.Core.Text;

namespace Pff.Compiler.Converting;

/// <summary>
/// What of a module a manifest cannot say, in its own words and with its comments. A type that only described the inputs
/// of sequences is left out, as the manifest's inputs say the same.
/// </summary>
internal sealed class RemainingModule
{
    private readonly BoundModule _module;
    private readonly ImmutableArray<DeclarationSyntax> _kept;

    /// <param name="moved">The sequences that the manifest has.</param>
    public RemainingModule(BoundModule module, ImmutableHashSet<string> moved)
    {
        _module = module;
        var all = Syntax.Declarations;
        var types = all.Where(d => d is TypeDeclarationSyntax or EnumDeclarationSyntax or TableSyntax).Cast<NamedDeclarationSyntax>().ToList();
        var live = all.Where(d => d is FunctionSyntax or RuleSyntax or MethodDeclarationSyntax or SequenceDeclarationSyntax && !IsMoved(d, moved)).ToList();
        var needed = Reach(live, types);
        var described = Reach([.. all.Where(d => IsMoved(d, moved))], types, parametersOnly: true);
        _kept = [.. all.Where(d => live.Contains(d) || needed.Contains(d) || (types.Contains(d) && !described.Contains(d)))];
        Places = [.. _kept.Select(WithComments)];
    }

    public bool IsEmpty => _kept.IsEmpty;

    /// <summary>Where its declarations stand, each with the comments before it.</summary>
    public ImmutableArray<TextSpan> Places { get; }

    private ModuleSyntax Syntax => _module.Module.Syntax;

    public string Write(string path, ConversionPlaces places)
    {
        var text = new StringBuilder("language 1\n");
        foreach (var use in Syntax.UsedApis)
        {
            var file = places.Moved(use.Path?.Text ?? $"apis/{use.Name.Text}.yaml");
            text.Append("use api ").Append(use.Name.Text).Append(file == $"apis/{use.Name.Text}.yaml" ? string.Empty : " from " + ModuleText.Quote(file)).Append('\n');
        }

        foreach (var use in Syntax.UsedModules)
        {
            text.Append("use ").Append(ModuleText.Quote(places.Moved(use.Path.Text))).Append('\n');
        }

        foreach (var place in Places)
        {
            text.Append('\n').Append(Syntax.Source.GetText(place)).Append('\n');
        }

        var source = new SourceText(path, text.ToString());
        return ModuleFormatter.Format(source).Text ?? source.Content;
    }

    private static bool IsMoved(DeclarationSyntax declaration, ImmutableHashSet<string> moved) =>
        declaration is SequenceDeclarationSyntax sequence && moved.Contains(sequence.Name.Text);

    /// <summary>The types that declarations name, and those that these name.</summary>
    private HashSet<DeclarationSyntax> Reach(IReadOnlyList<DeclarationSyntax> from, List<NamedDeclarationSyntax> types, bool parametersOnly = false)
    {
        var reached = new HashSet<DeclarationSyntax>(ReferenceEqualityComparer.Instance);
        var open = new Stack<string>(from.Select(d => parametersOnly
            ? string.Join(' ', ModuleOutline.ParametersOf(d).Select(p => Syntax.Source.GetText(p.Span)))
            : Syntax.Source.GetText(d.Span)));
        while (open.TryPop(out var text))
        {
            var names = ModuleText.NamesIn(text).ToHashSet(StringComparer.Ordinal);
            foreach (var type in types.Where(t => names.Contains(t.Name.Text) && reached.Add(t)))
            {
                open.Push(Syntax.Source.GetText(type.Span));
            }
        }

        return reached;
    }

    /// <summary>With the comments on the lines directly before it and behind it on its last one.</summary>
    public TextSpan WithComments(DeclarationSyntax declaration)
    {
        var source = Syntax.Source;
        var first = source.GetPosition(declaration.Span.Start).Line;
        while (first > 0 && source.GetLine(first - 1).TrimStart().StartsWith("//", StringComparison.Ordinal))
        {
            first--;
        }

        var end = source.Content.AsSpan(declaration.Span.End).IndexOf('\n');
        return TextSpan.FromBounds(source.GetOffset(first, 0), end < 0 ? source.Content.Length : declaration.Span.End + end);
    }
}
