using System.Collections.Immutable;
using Pff.Compiler.Manifest;
using Pff.Core.Text;
using Pff.Server.Diagnostics;

namespace Pff.Server.Mocking.Reading;

/// <summary>Reads <c>set:</c> (path to value) and <c>remove:</c> (list of paths).</summary>
internal sealed class ChangeReader(YamlShapes shapes, TemplateReader templates)
{
    public ImmutableArray<MockChange> Read(YamlMapping route)
    {
        var changes = ImmutableArray.CreateBuilder<MockChange>();
        if (route.Find("set") is { } set && shapes.Mapping(set.Value) is { } places)
        {
            foreach (var (path, value) in places.Entries)
            {
                changes.Add(new MockChange(ReadPath(path), templates.ReadBody(value), path.Span));
            }
        }

        if (route.Find("remove") is { } remove && shapes.List(remove.Value) is { } paths)
        {
            changes.AddRange(paths.Items
                .Select(item => shapes.Scalar(item))
                .OfType<YamlScalar>()
                .Select(path => new MockChange(ReadPath(path), null, path.Span)));
        }

        return changes.ToImmutable();
    }

    /// <summary>Splits at the slashes that stand outside templates, so that a value with a slash in it stays one name.</summary>
    private ImmutableArray<MockTemplate> ReadPath(YamlScalar scalar)
    {
        var text = scalar.Text;
        var names = ImmutableArray.CreateBuilder<MockTemplate>();
        var isEmpty = false;
        for (var start = 0; start <= text.Length;)
        {
            var end = EndOfName(text, start);
            isEmpty |= end == start;
            names.Add(templates.Read(scalar with
            {
                Kind = YamlScalarKind.Text,
                Content = scalar.Content.Slice(start, end - start),
                Span = scalar.Content.ToSource(TextSpan.FromBounds(start, end)),
            }));
            start = end + 1;
        }

        // The state and its collections stay; what a collection holds may come and go.
        if (isEmpty || names.Count < 2)
        {
            shapes.Diagnostics.Add(MockDiagnostics.BadStatePath(shapes.Source, scalar.Span, text));
        }

        return names.ToImmutable();
    }

    private static int EndOfName(string text, int start)
    {
        var depth = 0;
        for (var i = start; i < text.Length; i++)
        {
            if (string.CompareOrdinal(text, i, "{{", 0, 2) == 0)
            {
                depth++;
                i++;
            }
            else if (string.CompareOrdinal(text, i, "}}", 0, 2) == 0 && depth > 0)
            {
                depth--;
                i++;
            }
            else if (text[i] == '/' && depth == 0)
            {
                return i;
            }
        }

        return text.Length;
    }
}
