using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Manifest;

/// <summary>
/// The comments of a YAML text: a <c>#</c> at the start of a line or behind a blank, and outside every scalar. The
/// parser's own comment events lose their place beside block scalars, so they are found beside the tree.
/// </summary>
public static class YamlComments
{
    public static CommentedSource Read(SourceText source)
    {
        var document = YamlReader.Read(source, new DiagnosticBag());
        return new CommentedSource(source, Find(document), document.IsComplete);
    }

    public static ImmutableArray<SourceComment> Find(YamlDocument document)
    {
        var content = document.Source.Content;
        var scalars = new List<TextSpan>();
        if (document.Root is { } root)
        {
            Collect(root, scalars);
        }

        var comments = ImmutableArray.CreateBuilder<SourceComment>();
        var next = 0;
        var at = 0;
        while ((at = content.IndexOf('#', at)) >= 0)
        {
            while (next < scalars.Count && scalars[next].End <= at)
            {
                next++;
            }

            if (next < scalars.Count && scalars[next].Start <= at)
            {
                at = scalars[next].End;
            }
            else if (at > 0 && content[at - 1] is not (' ' or '\t' or '\n' or '\r' or '\uFEFF'))
            {
                at++;
            }
            else
            {
                var end = content.AsSpan(at).IndexOfAny('\n', '\r');
                end = end < 0 ? content.Length : at + end;
                var (line, _) = document.Source.GetPosition(at);
                var before = content.AsSpan(document.Source.GetOffset(line, 0)..at).TrimStart('\uFEFF');
                comments.Add(new SourceComment(TextSpan.FromBounds(at, end), at + 1, before.IsWhiteSpace()));
                at = end;
            }
        }

        return comments.ToImmutable();
    }

    /// <summary>The scalars in source order; of a block scalar only what is behind its first line, where a comment may stand.</summary>
    private static void Collect(YamlNode node, List<TextSpan> scalars)
    {
        switch (node)
        {
            case YamlScalar scalar:
                var text = scalar.Source.GetText(scalar.Span);
                var header = text.StartsWith('|') || text.StartsWith('>') ? Math.Max(text.AsSpan().IndexOfAny('\n', '\r'), 0) : 0;
                scalars.Add(TextSpan.FromBounds(scalar.Span.Start + header, scalar.Span.End));
                break;
            case YamlInvalid invalid:
                scalars.Add(invalid.Span);
                break;
            case YamlSequence list:
                foreach (var item in list.Items)
                {
                    Collect(item, scalars);
                }

                break;
            case YamlMapping mapping:
                foreach (var entry in mapping.Entries)
                {
                    Collect(entry.Key, scalars);
                    Collect(entry.Value, scalars);
                }

                break;
        }
    }
}
