using Pff.Compiler;
using Pff.Runtime.Tests.Support;
using Pff.Specs.Features;

namespace Pff.Specs.Sessions;

/// <summary>
/// As <see cref="CompilerSessionSpec"/>, for programs of several files: modules, tests and files of tests are edited too.
/// PFF_PROPERTY_COUNT says how many edits are tried.
/// </summary>
public sealed class ProgramSessionSpec
{
    private const int DefaultCount = 200;
    private const int EditsOfOneProgram = 25;

    [Fact]
    public void After_any_edit_of_any_file_a_session_gives_what_a_compilation_from_scratch_gives()
    {
        var count = LongForm.Number("PFF_PROPERTY_COUNT", DefaultCount);
        var remembered = 0;
        for (var number = 0; number * EditsOfOneProgram < count; number++)
        {
            var random = new Random(20261127 + number);
            var settings = new CompileSettings(IsStrict: random.Next(3) == 0);
            var session = new CompilerSession(settings, workers: 1 + random.Next(3));
            var texts = new Dictionary<string, string>(ProgramFiles.All, StringComparer.Ordinal);
            for (var edit = 0; edit < EditsOfOneProgram; edit++)
            {
                foreach (var root in ProgramFiles.Roots)
                {
                    remembered += Compare(session, settings, root, texts, wantsProgram: random.Next(4) == 0, $"program {number}, edit {edit}, {root}");
                }

                Edit(texts, random);
            }
        }

        Assert.True(remembered > count, $"only {remembered} of {count * ProgramFiles.Roots.Length} checks remembered anything: too little is tried");
    }

    /// <summary>Mostly somebody goes on from what is right in all other files; now and then edits heap up.</summary>
    private static void Edit(Dictionary<string, string> texts, Random random)
    {
        var name = texts.Keys.Order(StringComparer.Ordinal).ElementAt(random.Next(texts.Count));
        foreach (var other in texts.Keys.Where(_ => random.Next(3) != 0).ToList())
        {
            texts[other] = ProgramFiles.All[other];
        }

        texts[name] = RandomEdits.Edit(texts[name], random);
    }

    /// <returns>1 where the session remembered something, else 0.</returns>
    private static int Compare(
        CompilerSession session, CompileSettings settings, string root, Dictionary<string, string> texts, bool wantsProgram, string what)
    {
        var files = FilesWith(texts);
        var scratch = ManifestCompiler.Compile(root, files, settings);
        if (wantsProgram)
        {
            var compiled = session.Compile(root, files);
            AssertSame(ResultText.Of(scratch.Diagnostics), ResultText.Of(compiled.Diagnostics), texts, what);
            AssertSame(ResultText.Of(scratch.Program), ResultText.Of(compiled.Program), texts, what);
            AssertSame(ResultText.Of(scratch.Tests), ResultText.Of(compiled.Tests), texts, what);
            AssertSame(ResultText.Of(scratch.Allowed), ResultText.Of(compiled.Allowed), texts, what);
            Assert.Equal(scratch.TestSources.OrderBy(s => s.Path, StringComparer.Ordinal), compiled.TestSources.OrderBy(s => s.Path, StringComparer.Ordinal));
        }

        var result = session.Check(root, files);
        AssertSame(ResultText.Of(scratch.Diagnostics), ResultText.Of(result.Diagnostics), texts, what);
        AssertSame(ResultText.Of(scratch.Allowed), ResultText.Of(result.Allowed), texts, what);
        AssertSame(ResultText.Of(scratch.DynPlaces), ResultText.Of(result.DynPlaces), texts, what);
        Assert.Equal(scratch.Sources, result.Sources);
        return result.RememberedSequences > 0 ? 1 : 0;
    }

    private static void AssertSame(string expected, string actual, Dictionary<string, string> texts, string what)
    {
        if (expected != actual)
        {
            var edited = texts.Where(t => t.Value != ProgramFiles.All[t.Key]).Select(t => $"--- {t.Key} ---\n{t.Value}");
            Assert.Fail($"{what}\n--- from scratch ---\n{expected}\n--- session ---\n{actual}\n{string.Join('\n', edited)}");
        }
    }

    [Fact]
    public void An_edit_in_a_module_checks_only_the_sequences_that_name_what_has_changed()
    {
        var session = new CompilerSession(new CompileSettings());
        Assert.Empty(session.Check("manifest.yaml", FilesWith(ProgramFiles.All)).Diagnostics);
        Assert.Equal(7, Remembered(session, "manifest.yaml"));
        Assert.Equal(6, Remembered(session, "manifest.yaml", ("base.pff", "?? 1", "?? 2")));
        Assert.Equal(7, Remembered(session, "manifest.yaml", ("base.pff", "language 1\n", "language 1\n// a comment\n")));
        Assert.Equal(6, Remembered(session, "manifest.yaml", ("common.pff", "> 0\n", "> 1\n")));
    }

    [Fact]
    public void An_edit_in_a_test_checks_no_sequence_again()
    {
        var session = new CompilerSession(new CompileSettings());
        session.Check("manifest.yaml", FilesWith(ProgramFiles.All));
        session.Check("manifest.tests.yaml", FilesWith(ProgramFiles.All));
        Assert.Equal(7, Remembered(session, "manifest.yaml", ("manifest.yaml", "weight: 2 }", "weight: 3 }")));
        Assert.Equal(7, Remembered(session, "manifest.tests.yaml", ("manifest.tests.yaml", "reason: x", "reason: y")));
        Assert.Equal(7, Remembered(session, "manifest.yaml", ("mocks/customer.json", "K1", "K2")));
    }

    [Fact]
    public void A_module_by_itself_is_checked_sequence_by_sequence()
    {
        var session = new CompilerSession(new CompileSettings());
        session.Check("main.pff", FilesWith(ProgramFiles.All));
        Assert.Equal(5, Remembered(session, "main.pff"));
        Assert.Equal(4, Remembered(session, "main.pff", ("main.pff", "\"gone\"", "\"lost\"")));
        Assert.Equal(4, Remembered(session, "main.pff", ("main.pff", "f\"{c.id} {first", "f\"{c.id}: {first")));
    }

    /// <returns>How many sequences were remembered of the program, of which one text is replaced.</returns>
    private static int Remembered(CompilerSession session, string root, params (string File, string Text, string By)[] edits)
    {
        var texts = new Dictionary<string, string>(ProgramFiles.All, StringComparer.Ordinal);
        foreach (var (file, text, by) in edits)
        {
            Assert.Contains(text, texts[file], StringComparison.Ordinal);
            texts[file] = texts[file].Replace(text, by, StringComparison.Ordinal);
        }

        session.Check(root, FilesWith(ProgramFiles.All));
        return session.Check(root, FilesWith(texts)).RememberedSequences;
    }

    private static MemoryFiles FilesWith(Dictionary<string, string> texts)
    {
        var files = new MemoryFiles();
        FeatureRun.AddFixture(files, "crm");
        foreach (var (path, text) in texts)
        {
            files[path] = text;
        }

        return files;
    }
}
