using Pff.Compiler;
using Pff.Runtime.Tests.Support;
using Pff.Specs.Features;

namespace Pff.Specs.Sessions;

/// <summary>
/// What a session remembers must not be seen: after any edit it gives what a compilation from scratch gives, every place
/// and every word. PFF_PROPERTY_COUNT says how many edits are tried.
/// </summary>
public sealed class CompilerSessionSpec
{
    private const int DefaultCount = 500;
    private const int EditsOfOneManifest = 20;

    private const string Manifest = """
        version: "1.0"
        sequences:
          look:
            - method: get_customer
              args: { msisdn: "{{msisdn}}" }
              save_as: customer
            - return: { id: "{{customer.id}}" }
          fix:
            - call: look
              save_as: found
            - return: { found: "{{found.id}}" }
          note:
            - let: { text: "note of {{reason}}" }
            - let: { text: "again" }
            - return: { text: "{{text}}" }

        """;

    [Fact]
    public void After_any_edit_a_session_gives_what_a_compilation_from_scratch_gives()
    {
        var count = LongForm.Number("PFF_PROPERTY_COUNT", DefaultCount);
        var corpus = ManifestFuzzSpec.Corpus().Where(c => c.Name == FeatureRun.ManifestName).Select(c => c.Text).ToArray();
        var remembered = 0;
        for (var number = 0; number * EditsOfOneManifest < count; number++)
        {
            var random = new Random(20261126 + number);
            var settings = new CompileSettings(IsStrict: random.Next(3) == 0);
            var session = new CompilerSession(settings, workers: 1 + random.Next(3));
            var versions = new List<string> { RandomEdits.Combine(corpus, random) };
            var text = versions[0];
            for (var edit = 0; edit < EditsOfOneManifest; edit++)
            {
                remembered += Compare(session, settings, text, wantsProgram: random.Next(4) == 0, $"manifest {number}, edit {edit}");

                // Mostly somebody goes on from a text that could be read; now and then edits heap up, or are undone.
                if (RandomEdits.IsReadable(text))
                {
                    versions.Add(text);
                }

                text = RandomEdits.Edit(random.Next(6) switch { 0 => text, 1 => versions[random.Next(versions.Count)], _ => versions[^1] }, random);
            }
        }

        Assert.True(remembered > count / 4, $"only {remembered} of {count} checks remembered anything: too little is tried");
    }

    /// <returns>1 where the session remembered something, else 0.</returns>
    private static int Compare(CompilerSession session, CompileSettings settings, string text, bool wantsProgram, string what)
    {
        var files = FilesWith(text);
        var scratch = ManifestCompiler.Compile(FeatureRun.ManifestName, files, settings);
        if (wantsProgram)
        {
            var compiled = session.Compile(FeatureRun.ManifestName, files);
            AssertSame(ResultText.Of(scratch.Diagnostics), ResultText.Of(compiled.Diagnostics), text, what);
            AssertSame(ResultText.Of(scratch.Program), ResultText.Of(compiled.Program), text, what);
            AssertSame(ResultText.Of(scratch.Tests), ResultText.Of(compiled.Tests), text, what);
            AssertSame(ResultText.Of(scratch.Allowed), ResultText.Of(compiled.Allowed), text, what);
        }

        var result = session.Check(FeatureRun.ManifestName, files);
        AssertSame(ResultText.Of(scratch.Diagnostics), ResultText.Of(result.Diagnostics), text, what);
        AssertSame(ResultText.Of(scratch.Allowed), ResultText.Of(result.Allowed), text, what);
        AssertSame(ResultText.Of(scratch.DynPlaces), ResultText.Of(result.DynPlaces), text, what);
        Assert.Equal(scratch.Sources, result.Sources);
        return !wantsProgram && result.RememberedSequences > 0 ? 1 : 0;
    }

    private static void AssertSame(string expected, string actual, string text, string what) =>
        Assert.True(expected == actual, $"{what}\n--- from scratch ---\n{expected}\n--- session ---\n{actual}\n--- text ---\n{text}");

    [Fact]
    public void An_edit_inside_of_a_sequence_checks_only_that_one()
    {
        var session = new CompilerSession(new CompileSettings());
        Assert.Equal(3, Check(session, Manifest));
        Assert.Equal(0, Check(session, Manifest));
        Assert.Equal(1, Check(session, Manifest.Replace("note of", "a note of", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_caller_is_checked_again_only_where_what_it_sees_of_the_other_has_changed()
    {
        var session = new CompilerSession(new CompileSettings());
        Check(session, Manifest);
        Assert.Equal(1, Check(session, Manifest.Replace("{ id: \"{{customer.id}}\" }", "{ id: \"{{customer.id + ''}}\" }", StringComparison.Ordinal)));
        Assert.Equal(2, Check(session, Manifest.Replace("{ id: \"{{customer.id}}\" }", "{ id: \"{{size(customer.id)}}\" }", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_line_more_moves_what_is_below_it_and_checks_again_only_what_names_a_line()
    {
        var session = new CompilerSession(new CompileSettings());
        Check(session, Manifest);
        Assert.Equal(2, Check(session, Manifest.Replace("  look:\n", "  look:\n    # a comment\n", StringComparison.Ordinal)));
    }

    [Fact]
    public void Another_catalogue_checks_all_again()
    {
        var session = new CompilerSession(new CompileSettings());
        Check(session, Manifest);
        var files = FilesWith(Manifest);
        files["config/api_hosts.yaml"] = "production:\n  crm: https://other.example.com\n";
        Assert.Equal(0, session.Check(FeatureRun.ManifestName, files).RememberedSequences);
    }

    [Fact]
    public void Many_threads_may_use_one_session()
    {
        var session = new CompilerSession(new CompileSettings(), workers: 2, maximumManifests: 3);
        var expected = ResultText.Of(ManifestCompiler.Compile(FeatureRun.ManifestName, FilesWith(Manifest), new CompileSettings()).Diagnostics);
        Parallel.For(0, 200, new ParallelOptions { CancellationToken = TestContext.Current.CancellationToken }, i =>
        {
            var files = FilesWith(Manifest);
            var path = $"m{i % 7}.yaml";
            files[path] = Manifest;
            Assert.Equal(
                expected.Replace(FeatureRun.ManifestName, path, StringComparison.Ordinal),
                ResultText.Of(session.Check(path, files, TestContext.Current.CancellationToken).Diagnostics));
        });
    }

    [Fact]
    public void A_cancelled_check_ends_and_leaves_the_session_usable()
    {
        var session = new CompilerSession(new CompileSettings(), workers: 2);
        Assert.ThrowsAny<OperationCanceledException>(() => session.Check(FeatureRun.ManifestName, FilesWith(Manifest), new CancellationToken(canceled: true)));
        Assert.Equal(3, Check(session, Manifest));
    }

    /// <returns>How many of the three sequences were checked.</returns>
    private static int Check(CompilerSession session, string manifest) => 3 - session.Check(FeatureRun.ManifestName, FilesWith(manifest)).RememberedSequences;

    private static MemoryFiles FilesWith(string manifest)
    {
        var files = new MemoryFiles();
        FeatureRun.AddFixture(files, "crm");
        files[FeatureRun.ManifestName] = manifest;
        return files;
    }
}
