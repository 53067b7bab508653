using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Core.Text;

namespace Pff.Compiler.Converting;

/// <summary>Where the tests stand in a YAML text, and which comments are about them.</summary>
internal static class TestPlaces
{
    /// <summary>The keys of a test, and of what it expects, before which a comment can stand.</summary>
    public static IEnumerable<int> AnchorsOf(YamlMapping tests) => tests.Entries.SelectMany(test =>
        EntriesOf(test.Value)
            .SelectMany(line => line.Key.Text is "mocks" or "expect" ? EntriesOf(line.Value).Prepend(line) : [line])
            .Prepend(test)
            .Select(e => e.Key.Span.Start));

    public static ImmutableArray<YamlEntry> EntriesOf(YamlNode? node) => node is YamlMapping mapping ? mapping.Entries : [];

    public static YamlMapping? TestsOf(YamlDocument document) =>
        (document.Root as YamlMapping)?.Find(ManifestReader.TestsKey)?.Value as YamlMapping;

    /// <summary>The section of the tests in a manifest, with the comments on the lines directly before its key; empty where there is none.</summary>
    public static TextSpan SectionOf(YamlDocument document, ImmutableArray<SourceComment> comments)
    {
        var root = document.Root as YamlMapping;
        if (root?.Find(ManifestReader.TestsKey) is not { } tests)
        {
            return default;
        }

        var content = document.Source.Content;
        var start = tests.Key.Span.Start;
        foreach (var comment in comments.Reverse().Where(c => c.Span.Start < tests.Key.Span.Start))
        {
            var isAtMargin = document.Source.GetPosition(comment.Span.Start).Column == 0;
            if (!isAtMargin || content.AsSpan(comment.Span.End..start).Trim("\r\n ").Length > 0 || content.AsSpan(comment.Span.End..start).Count('\n') > 1)
            {
                break;
            }

            start = comment.Span.Start;
        }

        var end = root.Entries.Select(e => e.Key.Span.Start).Where(s => s > tests.Key.Span.Start).DefaultIfEmpty(content.Length).Min();
        return TextSpan.FromBounds(start, end);
    }
}
