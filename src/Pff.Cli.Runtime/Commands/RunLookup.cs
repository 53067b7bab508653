using System.CommandLine;
using Pff.Backend.Packaging;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Hosting;
using Pff.Hosting.Output;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Journal;

namespace Pff.Cli.Runtime.Commands;

/// <summary>Finds runs of this folder and their plans, saying what is wrong where something is.</summary>
internal static class RunLookup
{
    public static RunStore Store() => new(Directory.GetCurrentDirectory(), TimeProvider.System);

    public static Argument<string> NewArgument() => new("RUN") { Description = "The run's id, a part that no other run has, or 'last'" };

    /// <summary>Says why something cannot be, and what to do about it.</summary>
    public static void Say(RuntimeFailure failure, HostConsole console)
    {
        console.Error.WriteLine($"{failure.Code}: {console.Say(failure.Message)}");
        if (failure.Help is { } help)
        {
            console.Error.WriteLine(console.Say(help));
        }
    }

    public static RunFolder? Find(string run, HostConsole console)
    {
        if (Store().Find(run).IsSuccess(out var folder, out var failure))
        {
            return folder;
        }

        Say(failure, console);
        return null;
    }

    /// <summary>A command that reads journals as it goes, and says where one turns out to be damaged.</summary>
    public static Func<ParseResult, HostConsole, CancellationToken, Task<int>> Guarded(Func<ParseResult, HostConsole, CancellationToken, Task<int>> command) =>
        async (result, console, cancellation) =>
        {
            try
            {
                return await command(result, console, cancellation);
            }
            catch (JournalException e)
            {
                Say(e.Failure, console);
                return ExitCodes.Unfinished;
            }
        };

    /// <summary>What the run is; null where its journal cannot be read, and that is said.</summary>
    public static RunHeader? ReadHeader(RunFolder folder, HostConsole console)
    {
        if (!JournalReader.Open(folder.JournalPath).IsSuccess(out var journal, out var failure))
        {
            Say(failure, console);
            return null;
        }

        using (journal)
        {
            return journal.Header;
        }
    }

    /// <summary>The sequence that the run ran; null where its folder has another plan now, and that is said.</summary>
    public static SequencePlan? FindSequence(RunFolder folder, CompiledPlan plan, RunHeader header, HostConsole console)
    {
        if (plan.Hash == header.PlanHash && plan.Model.Sequences.FirstOrDefault(s => s.Name == header.Sequence) is { } sequence)
        {
            return sequence;
        }

        console.Error.WriteLine(console.Say(
            $"PFF5017: the plan in {folder.Path} is not the one that the run was begun with.",
            $"PFF5017: o plano em {folder.Path} não é aquele com que a execução começou."));
        return null;
    }

    /// <summary>The run's own copy of its plan.</summary>
    public static CompiledPlan? LoadPlan(RunFolder folder, HostConsole console)
    {
        try
        {
            using var stream = File.OpenRead(folder.PlanPath);
            var loaded = PlanArtifactReader.Load(stream);
            if (loaded.Failure is { } failure)
            {
                console.Error.WriteLine($"{failure.Code}: {folder.PlanPath}: {console.Say(failure.Message)}");
            }

            return loaded.Plan;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var problem = FileFault.Of(e);
            console.Error.WriteLine(console.Say(
                $"PFF5004: '{folder.PlanPath}' cannot be read: {problem.English}.",
                $"PFF5004: '{folder.PlanPath}' não pode ser lido: {problem.Portuguese}."));
            return null;
        }
    }
}
