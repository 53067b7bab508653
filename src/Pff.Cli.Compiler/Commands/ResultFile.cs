using System.CommandLine;
using Pff.Core.Diagnostics;
using Pff.Hosting;
using Pff.Hosting.Output;

namespace Pff.Cli.Compiler.Commands;

/// <summary>Where a command's result goes: standard output, or a file that is written whole or not at all.</summary>
internal static class ResultFile
{
    public static Option<string?> Option() => new("--output", "-o")
    {
        Description = "The file to write (default: standard output)",
        HelpName = "FILE",
    };

    public static int Write(string text, string? path, HostConsole console)
    {
        if (path is null or "-")
        {
            console.Out.Write(text);
            return ExitCodes.Success;
        }

        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            File.WriteAllText(temporary, text);
            File.Move(temporary, path, overwrite: true);
            return ExitCodes.Success;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var problem = FileFault.Of(e);
            console.Error.WriteLine(console.Say(
                $"PFF5003: '{path}' cannot be written: {problem.English}.",
                $"PFF5003: não é possível gravar '{path}': {problem.Portuguese}."));
            return ExitCodes.Unfinished;
        }
        finally
        {
            // Where its folder is missing there is nothing to delete, and asking for it would be a failure of its own.
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }
        }
    }
}
