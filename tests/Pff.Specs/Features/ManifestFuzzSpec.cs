using System.Diagnostics;
using System.Text;
using Pff.Compiler;
using Pff.Runtime.Tests.Support;
using Pff.Specs.Generation;

namespace Pff.Specs.Features;

/// <summary>
/// Any text gives diagnostics: no exception, and nothing over a second. The texts are the manifests and modules of the
/// feature files, mutated, and random ones; PFF_FUZZ_COUNT asks for more than the few of a normal run.
/// </summary>
public sealed class ManifestFuzzSpec
{
    private const int DefaultCount = 1_500;
    private const int MaximumMs = 1_000;

    /// <summary>What manifests and YAML are made of, so that random text is not only noise.</summary>
    internal static readonly string[] Pieces =
    [
        "\n", "\r\n", " ", "  ", "    ", "\t", "- ", ": ", ":", ",", "[", "]", "{", "}", "{{", "}}", "{{ ", " }}", "\"", "'", "\\", "\\u12", "|", ">",
        "|2-", ">+", "&a", "*a", "!!str ", "!x ", "<<: ", "? ", "---", "...", "#", " # ", "%", "@", "`", "~", "null", "true", "1", "1.5e300", "99999999999999999999",
        "parallel", "retry", "times", "until", "match", "cases", "other", "undo", "all", "undo_with", "budget", "tests",
        "version", "sequences", "inputs", "uses", "method", "args", "save_as", "when", "else", "steps", "for_each", "as", "at_most", "let", "assert", "code",
        "message", "call", "skip", "fail", "return", "on_error", "any", "not_found", "http_409", "get_customer", "customer", "msisdn", "error", ".", "?.", "??",
        "language 1\n", "use api crm\n", "use \"module.pff\"", "use table T(", "type T = ", "enum E { ", "fn f(x: int) -> ", "rule r(", "because ", "sequence s(",
        "write method m(", "= PATCH crm \"/x/{a}\"", "body { a: b }", "idempotent by (", "on error ", "then ", "try ", "for c in ", "at most 3", "=>", "->", "list<", "T?",
        "(", ")", "x => x", ".map(", ".all(", "size(", "has(", "match ", "from x in ", "f\"", "😀", "\uD800", "\u0085", "\u2028", "\uFEFF", "\0", "é",
    ];

    [Fact]
    public void Any_text_gives_diagnostics_and_soon()
    {
        var count = LongForm.Number("PFF_FUZZ_COUNT", DefaultCount);
        var seed = LongForm.Number("PFF_FUZZ_SEED", 20261122);
        var corpus = Corpus();
        for (var i = 0; i < count; i++)
        {
            var random = new Random(unchecked((seed * 31) + i));
            var (name, source) = corpus[random.Next(corpus.Length)];
            var text = i % 10 == 0 ? Noise(random) : TextMutation.Apply(source, random, Pieces);
            try
            {
                Check(name, text);
            }
            catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"case {i} of seed {seed}: {exception}\n--- text ---\n{text}");
            }
        }
    }

    private static void Check(string name, string text)
    {
        var best = long.MaxValue;
        for (var attempt = 0; attempt < 3 && best > MaximumMs; attempt++)
        {
            // A machine that is busy with other things is not the compiler's fault: only a text that is slow each time is.
            var clock = Stopwatch.StartNew();
            var files = new MemoryFiles();
            FeatureRun.AddFixture(files, "crm");
            files[name] = text;
            var result = ManifestCompiler.Compile(name, files, new CompileSettings(IsStrict: text.Length % 2 == 0));
            Assert.All(result.Diagnostics, d => Assert.InRange(d.Span.End, d.Span.Start, Math.Max(d.Span.Start, d.Source.Content.Length)));
            best = Math.Min(best, clock.ElapsedMilliseconds);
        }

        Assert.True(best <= MaximumMs, $"{best} ms for:\n{text}");
    }

    /// <summary>The manifests and modules of all feature files.</summary>
    internal static (string Name, string Text)[] Corpus() =>
    [
        .. new[] { "features", "wrong" }.SelectMany(folder => FeatureRun.Names(folder).Select(name => FeatureRun.Open(folder, name)))
            .SelectMany(feature => feature.Blocks.Where(b => b.Name is FeatureRun.ManifestName or FeatureRun.ModuleName))
            .Select(block => (block.Name, InlineExpectation.Split(block.Lines).Content)),
    ];

    private static string Noise(Random random)
    {
        var builder = new StringBuilder(random.Next(4) switch
        {
            0 => "",
            1 => "language 1\n",
            2 => "language 1\nuse api crm\nsequence s(msisdn: text) {\n  ",
            _ => "version: \"1.0\"\nsequences:\n  a:\n    - ",
        });
        for (var pieces = random.Next(200); pieces > 0; pieces--)
        {
            builder.Append(Pieces[random.Next(Pieces.Length)]);
        }

        return builder.ToString();
    }
}
