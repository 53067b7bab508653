using Pff.Compiler;
using Pff.Core.Diagnostics;

namespace Pff.Benchmarks.Checking;

/// <summary>A session that checks a manifest for the first time, and after one edit.</summary>
internal static class EditTimes
{
    public static void Measure(CheckFiles files, int lines, int rounds)
    {
        var settings = new CompileSettings();
        var first = files[LargeManifest.Path].Content;
        var workers = Environment.ProcessorCount;
        Times.Print("session, a manifest it has never seen, 1 thread", Times.Of(rounds, () => CheckAnew(files, settings, 1)));
        Times.Print($"session, a manifest it has never seen, {workers} threads", Times.Of(rounds, () => CheckAnew(files, settings, workers)));
        Measure("session, nothing changed", first, text => text);
        Measure("session, a character in an expression", first, text => Middle(text, "closed'", "closed_'"));
        Measure("session, a line in the middle", first, text => Middle(text, "\n", "\n      # a new line\n"));
        Measure("session, a name that does not exist", first, text => Middle(text, "{{label}}", "{{labels}}"));
        Measure("session, a manifest's input", first, text => text.Replace("default: \"10\"", "default: \"11\"", StringComparison.Ordinal));
        var (manifest, module) = LargeManifest.WriteWithModule(lines);
        files.Put(LargeManifest.Path, manifest);
        files.Put(LargeManifest.ModulePath, module);
        Times.Print("with a module, from scratch", Times.Of(rounds, () => ManifestCompiler.Compile(LargeManifest.Path, files, settings)));
        Measure("with a module, nothing changed", manifest, text => text);
        Measure("with a module, a character in the manifest", manifest, text => Middle(text, "terminated", "terminatedx"));
        Measure("with a module, a line in the module", module, text => text.Replace("language 1\n", "language 1\n// a comment\n", StringComparison.Ordinal), LargeManifest.ModulePath);
        Measure("with a module, a function of one sequence", module, text => Middle(text, " > ", " >= "), LargeManifest.ModulePath);
        Measure("with a module, a function of a third of them", module, text => text.Replace("\"closed\"", "\"shut\"", StringComparison.Ordinal), LargeManifest.ModulePath);

        // Each round starts from the text as it was, so that each is one edit.
        void Measure(string name, string text, Func<string, string> edit, string path = LargeManifest.Path)
        {
            var session = new CompilerSession(settings, workers);
            var edited = edit(text);
            CheckResult result = null!;
            var times = Times.Of(
                rounds,
                () => result = session.Check(LargeManifest.Path, files),
                before: () =>
                {
                    files.Put(path, text);
                    session.Check(LargeManifest.Path, files);
                    files.Put(path, edited);
                });
            var scratch = ManifestCompiler.Compile(LargeManifest.Path, files, settings).Diagnostics;
            files.Put(path, text);
            Times.Print($"{name} ({result.RememberedSequences} remembered)", times);
            if (!scratch.Select(Key).SequenceEqual(result.Diagnostics.Select(Key)))
            {
                throw new InvalidOperationException("The session said something else than a check from scratch.");
            }
        }
    }

    private static (string Code, int Start, string Message) Key(Diagnostic diagnostic) => (diagnostic.Code, diagnostic.Span.Start, diagnostic.Message.English);

    private static void CheckAnew(CheckFiles files, CompileSettings settings, int workers) =>
        new CompilerSession(settings, workers).Check(LargeManifest.Path, files);

    /// <summary>Replaces the first of some words behind the middle.</summary>
    private static string Middle(string text, string words, string by)
    {
        var at = text.IndexOf(words, text.Length / 2, StringComparison.Ordinal);
        return at < 0 ? throw new InvalidOperationException($"no '{words}'") : text[..at] + by + text[(at + words.Length)..];
    }
}
