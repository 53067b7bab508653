using System.Diagnostics;
using Pff.Backend.Packaging;
using Pff.Core.Plan;

namespace Pff.Backend.Tests.Packaging;

/// <summary>Runs all expressions of a plan in a process of its own.</summary>
internal static class FreshProcess
{
    public const string Argument = "--run-plan";

    /// <summary>Prints the first expression's value and then the names of all loaded assemblies, one a line.</summary>
    public static int Run(string path)
    {
        using var file = File.OpenRead(path);
        var (plan, failure) = PlanArtifactReader.Load(file);
        if (plan is null)
        {
            Console.WriteLine(failure);
            return 1;
        }

        foreach (var expression in plan.Expressions)
        {
            Console.WriteLine(expression(new Frame(plan.Model.Sequences[0].SlotCount, default)));
        }

        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            Console.WriteLine("loaded " + assembly.GetName().Name);
        }

        return 0;
    }

    public static async Task<string[]> StartAsync(string plan)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add("exec");
            start.ArgumentList.Add(typeof(FreshProcess).Assembly.Location);
        }

        start.ArgumentList.Add(Argument);
        start.ArgumentList.Add(plan);
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
