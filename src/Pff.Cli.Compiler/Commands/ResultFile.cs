using System.CommandLine;
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
            console.Error.WriteLine(console.Say(
                $"PFF5003: '{path}' cannot be written: {e.Message}",
                $"PFF5003: não é possível gravar '{path}': {e.Message}"));
            return ExitCodes.Unfinished;
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
