using System.Text;
using System.Text.RegularExpressions;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Text;
using Pff.Specs.Features;

namespace Pff.Specs.Sessions;

/// <summary>
/// What somebody does to a manifest in an editor. Most edits leave YAML that can be read, so that it is mostly not the
/// way from scratch that is compared with itself.
/// </summary>
internal static partial class RandomEdits
{
    private static readonly string[] Comments = ["", "# a note", "  # a note", "    # {{ not a template", "      "];

    private static readonly string[] Words =
        ["customer", "msisdn", "note", "error", "enquiry", "get_customer", "list_orders", "fix", "fix_one", "SUSPENDED", "7", "count", "done"];

    /// <summary>Several manifests' sequences in one, each with its own names, some of which call others.</summary>
    public static string Combine(string[] corpus, Random random)
    {
        var text = TryCombine(corpus, random);
        while (!IsReadable(text))
        {
            text = TryCombine(corpus, random);
        }

        return text;
    }

    /// <summary>Whether the text is YAML without a mistake.</summary>
    public static bool IsReadable(string text)
    {
        var diagnostics = new DiagnosticBag();
        YamlReader.Read(new SourceText("manifest.yaml", text), diagnostics);
        return diagnostics.Count == 0;
    }

    private static string TryCombine(string[] corpus, Random random)
    {
        var text = new StringBuilder();
        var (first, tests) = SplitTests(corpus[random.Next(corpus.Length)]);
        text.Append(first.TrimEnd()).Append('\n');
        if (!first.Contains("\nsequences:", StringComparison.Ordinal))
        {
            return text.ToString();
        }

        for (var more = 1 + random.Next(4); more > 0; more--)
        {
            var (other, _) = SplitTests(corpus[random.Next(corpus.Length)]);
            var start = other.IndexOf("\nsequences:\n", StringComparison.Ordinal);
            if (start >= 0)
            {
                text.Append(SequenceName().Replace(other[(start + "\nsequences:\n".Length)..].TrimEnd(), $"  $1_{more}:")).Append('\n');
            }
        }

        if (random.Next(4) == 0)
        {
            text.Append("  calls_another:\n    - call: fix\n      save_as: called\n    - return: { given: \"{{called}}\" }\n");
        }

        if (random.Next(6) == 0)
        {
            text.Append("metadata:\n  name: at the end\n");
        }

        text.Append(tests);
        return random.Next(8) == 0 ? text.ToString().Replace("\n", "\r\n", StringComparison.Ordinal) : text.ToString();
    }

    /// <summary>A manifest without its tests, and these.</summary>
    private static (string Manifest, string Tests) SplitTests(string text) =>
        text.IndexOf("\ntests:\n", StringComparison.Ordinal) is var at and >= 0 ? (text[..(at + 1)], text[(at + 1)..]) : (text, string.Empty);

    public static string Edit(string text, Random random)
    {
        var lines = text.Split('\n').ToList();
        var line = random.Next(lines.Count);
        switch (random.Next(12))
        {
            case 0:
                lines.Insert(line, Comments[random.Next(Comments.Length)]);
                break;
            case 1:
                lines.Insert(line, lines[line]);
                break;
            case 2 when lines.Count > 3:
                lines.RemoveAt(line);
                break;
            case 3:
                lines[line] = (random.Next(2) == 0 ? "  " : " ") + lines[line];
                break;
            case 4:
                lines[line] = lines[line].StartsWith("  ", StringComparison.Ordinal) ? lines[line][2..] : lines[line];
                break;
            case 5:
                return text.Insert(random.Next(text.Length + 1), ManifestFuzzSpec.Pieces[random.Next(ManifestFuzzSpec.Pieces.Length)]);
            case 6:
                var at = random.Next(text.Length);
                return text.Remove(at, Math.Min(1 + random.Next(3), text.Length - at));
            default:
                lines[line] = ReplaceWord(lines[line], random);
                break;
        }

        return string.Join('\n', lines);
    }

    private static string ReplaceWord(string line, Random random)
    {
        var words = Word().Matches(line);
        if (words.Count == 0)
        {
            return line;
        }

        var word = words[random.Next(words.Count)];
        var replacement = random.Next(3) == 0 ? word.Value + "x" : random.Next(2) == 0 ? word.Value[..^1] + "1" : Words[random.Next(Words.Length)];
        return line[..word.Index] + replacement + line[(word.Index + word.Length)..];
    }

    [GeneratedRegex("[A-Za-z0-9_]+")]
    private static partial Regex Word();

    [GeneratedRegex("^  ([A-Za-z0-9_]+):", RegexOptions.Multiline)]
    private static partial Regex SequenceName();
}
