using Pff.Backend.Packaging;
using Pff.Core.Plan;
using Pff.Hosting.Output;
using Pff.Runtime.Journal;

namespace Pff.Cli.Runtime.Commands;

/// <summary>Finds runs of this folder and their plans, saying what is wrong where something is.</summary>
internal static class RunLookup
{
    public static RunStore Store() => new(Directory.GetCurrentDirectory(), TimeProvider.System, Random.Shared);

    public static RunFolder? Find(string run, HostConsole console)
    {
        if (Store().Find(run).IsSuccess(out var folder, out var failure))
        {
            return folder;
        }

        console.Error.WriteLine($"{failure.Code}: {console.Say(failure.Message)}");
        if (failure.Help is { } help)
        {
            console.Error.WriteLine(console.Say(help));
        }

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
            console.Error.WriteLine(console.Say(
                $"PFF5004: '{folder.PlanPath}' cannot be read: {e.Message}",
                $"PFF5004: '{folder.PlanPath}' não pode ser lido: {e.Message}"));
            return null;
        }
    }
}
