using System.CommandLine;
using Pff.Backend.Packaging;
using Pff.Compiler;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Hosting;
using Pff.Hosting.Output;
using Pff.Hosting.Plans;

namespace Pff.Cli.Runtime.Commands;

/// <summary>A plan that was chosen, loaded.</summary>
/// <param name="Folder">Of its sources.</param>
internal sealed record ChosenPlan(PlanArtifact Artifact, CompiledPlan Plan, SequencePlan Sequence, string Folder);

/// <summary>The part of a command line that says what to run: a manifest, or a compiled plan, and a sequence of it.</summary>
internal sealed class PlanChoice
{
    private readonly Argument<string?> _plan = new("PLAN")
    {
        Description = "A manifest (.yaml, .pff), or a plan that 'pffc compile' wrote (.pffplan)",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _manifest = new("--manifest", "-m") { Description = "The manifest to run, whatever its name ends with", HelpName = "FILE" };

    private readonly Option<string?> _sequence = new("--sequence")
    {
        Description = "The sequence to run for each row (default: the only one)",
        HelpName = "NAME",
    };

    private readonly Option<string?> _environment = new("--env")
    {
        Description = "Take hosts from this environment of config/api_hosts.yaml",
        HelpName = "NAME",
    };

    private readonly Option<bool> _strict = new("--strict") { Description = "Warnings of the manifest are errors" };

    public void AddTo(Command command)
    {
        command.Arguments.Add(_plan);
        AddOptionsTo(command);
    }

    /// <summary>For a command whose argument is something else: only an option names the manifest.</summary>
    public void AddOptionsTo(Command command)
    {
        command.Options.Add(_manifest);
        command.Options.Add(_sequence);
        command.Options.Add(_environment);
        command.Options.Add(_strict);
    }

    public bool IsGiven(ParseResult result) => result.GetValue(_manifest) is not null;

    /// <summary>The manifest or plan, as the command line names it; empty where it does not.</summary>
    public string PathOf(ParseResult result) => result.GetValue(_plan) ?? result.GetValue(_manifest) ?? string.Empty;

    /// <summary>What was chosen, loaded, or the exit code with everything already said.</summary>
    public (ChosenPlan? Chosen, int ExitCode) Choose(ParseResult result, HostConsole console, CancellationToken cancellation)
    {
        var (artifact, folder, exitCode) = Load(result, Path.Combine(Directory.GetCurrentDirectory(), ".pff", "cache"), console, cancellation);
        if (artifact is null)
        {
            return (null, exitCode);
        }

        var sequence = ChooseSequence(result, artifact.Model, console);
        if (sequence < 0)
        {
            return (null, ExitCodes.Usage);
        }

        var loaded = artifact.Load();
        if (loaded.Plan is { } plan)
        {
            return (new ChosenPlan(artifact, plan, plan.Model.Sequences[sequence], folder), ExitCodes.Success);
        }

        console.Error.WriteLine($"{loaded.Failure!.Code}: {console.Say(loaded.Failure.Message)}");
        return (null, ExitCodes.Problems);
    }

    private (PlanArtifact? Artifact, string Folder, int ExitCode) Load(
        ParseResult result, string cacheFolder, HostConsole console, CancellationToken cancellation)
    {
        var plan = result.GetValue(_plan);
        var manifest = result.GetValue(_manifest);
        if ((plan is null) == (manifest is null))
        {
            console.Error.WriteLine(console.Say(
                "PFF5010: say what to run: a manifest (fix.yaml, fix.pff) or a plan (fix.pffplan), once.",
                "PFF5010: diga o que executar: um manifesto (fix.yaml, fix.pff) ou um plano (fix.pffplan), uma vez."));
            return (null, string.Empty, ExitCodes.Usage);
        }

        return plan is not null && !IsSource(plan)
            ? LoadPlan(plan, console)
            : LoadManifest(manifest ?? plan!, result, cacheFolder, console, cancellation);
    }

    private static bool IsSource(string path) => Path.GetExtension(path).ToLowerInvariant() is ".yaml" or ".yml" or ".pff";

    /// <summary>The index of the sequence to run, or -1 with the reason already said.</summary>
    private int ChooseSequence(ParseResult result, PlanModel model, HostConsole console)
    {
        var names = model.Sequences.Where(s => s.IsEntry).Select(s => s.Name).ToList();
        var list = string.Join(", ", names);
        if (result.GetValue(_sequence) is not { } wanted)
        {
            if (names.Count == 1)
            {
                return 0;
            }

            console.Error.WriteLine(console.Say(
                $"PFF5011: there are several sequences; choose one with --sequence: {list}.",
                $"PFF5011: há várias sequências; escolha uma com --sequence: {list}."));
            return -1;
        }

        var index = names.IndexOf(wanted);
        if (index < 0)
        {
            var near = Suggestion.Nearest(wanted, names) is { } name ? console.Say($" Did you mean '{name}'?", $" Você quis dizer '{name}'?") : "";
            console.Error.WriteLine(console.Say(
                $"PFF5012: there is no sequence '{wanted}' (there is: {list}).{near}",
                $"PFF5012: não há sequência '{wanted}' (há: {list}).{near}"));
        }

        return index;
    }

    private static (PlanArtifact?, string, int) LoadPlan(string path, HostConsole console)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var read = PlanArtifactReader.Read(stream);
            if (read.Artifact is not { } artifact)
            {
                console.Error.WriteLine($"{read.Failure!.Code}: {path}: {console.Say(read.Failure.Message)}");
                return (null, string.Empty, ExitCodes.Problems);
            }

            var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            return IsStale(artifact.Model, folder, path, console)
                ? (null, folder, ExitCodes.Problems)
                : (artifact, folder, ExitCodes.Success);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var problem = FileFault.Of(e);
            console.Error.WriteLine(console.Say(
                $"PFF5004: '{path}' cannot be read: {problem.English}.", $"PFF5004: '{path}' não pode ser lido: {problem.Portuguese}."));
            return (null, string.Empty, ExitCodes.Usage);
        }
    }

    /// <summary>A plan that lies beside its sources must be theirs; one that was carried elsewhere has none to compare.</summary>
    private static bool IsStale(PlanModel model, string folder, string path, HostConsole console)
    {
        var changed = PlanFreshness.Check(
            model.Sources.Where(source => File.Exists(Path.Combine(folder, source.Path))),
            source => PlanPreparation.CurrentHash(folder, source));
        if (changed.IsEmpty)
        {
            return false;
        }

        var names = string.Join(", ", changed);
        console.Error.WriteLine(console.Say(
            $"PFF5013: {path} is stale: {names} changed since it was compiled. Compile it again with 'pffc compile'.",
            $"PFF5013: {path} está desatualizado: {names} mudou desde a compilação. Compile de novo com 'pffc compile'."));
        return true;
    }

    private (PlanArtifact?, string, int) LoadManifest(
        string manifest, ParseResult result, string cacheFolder, HostConsole console, CancellationToken cancellation)
    {
        var settings = new CompileSettings(result.GetValue(_strict), result.GetValue(_environment));
        var prepared = new PlanPreparation(new PlanCache(cacheFolder, TimeProvider.System)).Prepare(manifest, settings, cancellation);
        var text = new DiagnosticText(console.Language, new Ansi(console.UsesColor));
        foreach (var diagnostic in prepared.Diagnostics)
        {
            text.Write(console.Error, diagnostic);
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(manifest))!;
        if (prepared.Artifact is { } artifact && !(settings.IsStrict && !prepared.Diagnostics.IsEmpty))
        {
            return (artifact, folder, ExitCodes.Success);
        }

        console.Error.WriteLine(console.Say(
            $"{manifest}: {text.Summary(prepared.Diagnostics)}; nothing was run.",
            $"{manifest}: {text.Summary(prepared.Diagnostics)}; nada foi executado."));
        return (null, folder, ExitCodes.Problems);
    }
}
