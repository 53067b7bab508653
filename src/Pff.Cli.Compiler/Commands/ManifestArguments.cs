using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using Pff.Compiler;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Hosting;
using Pff.Hosting.Files;
using Pff.Hosting.Output;

namespace Pff.Cli.Compiler.Commands;

/// <summary>
/// What the commands share that ask something of checked programs: which manifests, and the programs of those that
/// are right. What is wrong goes to standard error, so that standard output has the answer only.
/// </summary>
internal static class ManifestArguments
{
    private const int MostNamed = 5;

    public static Argument<string[]> Paths(string description = "Manifests, or folders to search for manifests (default: this folder)") => new("PATH")
    {
        Description = description,
        Arity = ArgumentArity.ZeroOrMore,
    };

    public static Option<string?> Environment() => new("--env")
    {
        Description = "Take hosts from this environment of config/api_hosts.yaml",
        HelpName = "NAME",
    };

    public static Option<string?> Sequence() => new("--sequence")
    {
        Description = "The sequence (may be left out where there is one)",
        HelpName = "NAME",
    };

    /// <summary>What was given, or this folder.</summary>
    public static string[] Given(string[]? paths) => paths is { Length: > 0 } ? paths : ["."];

    /// <summary>The files that the paths mean; false, said on standard error, where one of the paths does not exist.</summary>
    public static bool TryExpand(IEnumerable<string> paths, HostConsole console, out ImmutableArray<string> files, bool withCatalogues = false)
    {
        (files, var missing) = ManifestFinder.Find(paths, withCatalogues);
        foreach (var path in missing)
        {
            SayMissing(path, console);
        }

        return missing.IsEmpty;
    }

    public static void SayMissing(string path, HostConsole console) =>
        console.Error.WriteLine(console.Say($"PFF5001: '{path}' does not exist.", $"PFF5001: '{path}' não existe."));

    /// <summary>The manifests that the paths mean; false, said on standard error, where there are none.</summary>
    public static bool TryFind(string[]? given, HostConsole console, out ImmutableArray<string> manifests)
    {
        var paths = Given(given);
        return TryExpand(paths, console, out manifests) && HasAny(manifests, paths, console);
    }

    /// <summary>The one manifest that a path means; false, said on standard error, where it means none, or several.</summary>
    public static bool TryFindOne(string given, HostConsole console, out string manifest)
    {
        manifest = string.Empty;
        if (!TryFind([given], console, out var manifests))
        {
            return false;
        }

        if (manifests.Length > 1)
        {
            var some = string.Join(", ", manifests.Take(MostNamed)) + (manifests.Length > MostNamed ? ", …" : "");
            console.Error.WriteLine(console.Say(
                $"PFF5176: '{given}' has {manifests.Length} manifests and modules; name one of them: {some}.",
                $"PFF5176: '{given}' tem {manifests.Length} manifestos e módulos; diga um deles: {some}."));
            return false;
        }

        manifest = manifests[0];
        return true;
    }

    /// <summary>Whether there is a manifest; that there is none is said on standard error.</summary>
    public static bool HasAny(ImmutableArray<string> manifests, string[] paths, HostConsole console)
    {
        if (manifests.IsEmpty)
        {
            var where = string.Join(", ", paths);
            console.Error.WriteLine(console.Say(
                $"PFF5002: no manifest was found in {where} (a manifest is a YAML file with 'sequences:').",
                $"PFF5002: nenhum manifesto foi encontrado em {where} (um manifesto é um arquivo YAML com 'sequences:')."));
        }

        return !manifests.IsEmpty;
    }

    /// <summary>What is wrong, where it does not mix with the answer.</summary>
    public static void Print(IEnumerable<Diagnostic> diagnostics, HostConsole console)
    {
        var text = new DiagnosticText(console.Language, new Ansi(console.UsesColor));
        foreach (var diagnostic in diagnostics)
        {
            text.Write(console.Error, diagnostic);
        }
    }

    /// <summary>The program of a manifest; null, with the errors on standard error, where it is wrong.</summary>
    public static IrProgram? Compile(string manifest, string? environment, HostConsole console, CancellationToken cancellation)
    {
        var files = new DiskFileSource(Directory.GetCurrentDirectory());
        var result = ManifestCompiler.Compile(manifest, files, new CompileSettings(Environment: environment), cancellation);
        if (result.Program is null)
        {
            Print(result.Diagnostics.Where(d => d.Severity == Severity.Error), console);
        }

        return result.Program;
    }

    /// <summary>The sequence with the given name, or the only one; false, said on standard error, where that is none.</summary>
    public static bool TryChoose(IrProgram program, string? name, HostConsole console, [NotNullWhen(true)] out IrSequence? sequence)
    {
        var entries = program.Sequences.Where(s => s.IsEntry).ToList();
        sequence = name is null
            ? entries.Count == 1 ? entries[0] : null
            : entries.FirstOrDefault(s => s.Name == name);
        if (sequence is not null)
        {
            return true;
        }

        var names = string.Join(", ", entries.Select(s => s.Name));
        if (name is null)
        {
            console.Error.WriteLine(console.Say(
                $"PFF5051: the manifest has several sequences; choose one with --sequence: {names}.",
                $"PFF5051: o manifesto tem várias sequências; escolha uma com --sequence: {names}."));
            return false;
        }

        var near = Suggestion.Nearest(name, entries.Select(s => s.Name));
        console.Error.WriteLine(console.Say(
            $"PFF5050: the manifest has no sequence '{name}'{(near is null ? $"; it has {names}" : $"; did you mean '{near}'")}{(near is null ? "." : "?")}",
            $"PFF5050: o manifesto não tem a sequência '{name}'{(near is null ? $"; ele tem {names}" : $"; você quis dizer '{near}'")}{(near is null ? "." : "?")}"));
        return false;
    }
}
