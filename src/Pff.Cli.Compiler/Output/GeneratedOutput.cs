using System.Collections.Immutable;
using Pff.Compiler.Importing;
using Pff.Core.Diagnostics;
using Pff.Hosting;
using Pff.Hosting.Output;

namespace Pff.Cli.Compiler.Output;

/// <summary>What a command does with files that it made: all of them are written, or none.</summary>
/// <param name="ToStandardOutput">Whether the files are printed instead.</param>
/// <param name="Force">Whether files that are there may be replaced.</param>
/// <param name="Format"><c>text</c> or <c>json</c>.</param>
internal sealed record GeneratedOutput(bool ToStandardOutput, bool Force, string Format, bool IsStrict, HostConsole Console)
{
    /// <returns>The exit code.</returns>
    public int Finish(ImportResult result)
    {
        if (ToStandardOutput)
        {
            Print(result.Files);
        }
        else if (result.Files.Where(f => IsOther(f) && !Force).Select(f => f.Path).ToList() is { Count: > 0 } taken)
        {
            foreach (var path in taken)
            {
                Console.Error.WriteLine(Console.Say(
                    $"PFF5040: '{path}' exists already; nothing was written (--force replaces it).",
                    $"PFF5040: '{path}' já existe; nada foi gravado (--force o substitui)."));
            }

            return ExitCodes.Usage;
        }
        else if (Write(result.Files) is { } problem)
        {
            Console.Error.WriteLine(Console.Say($"PFF5003: {problem}", $"PFF5003: {problem}"));
            return ExitCodes.Unfinished;
        }

        Report(result);
        var failing = IsStrict ? Severity.Warning : Severity.Error;
        return result.Diagnostics.Any(d => d.Severity >= failing) ? ExitCodes.Problems : ExitCodes.Success;
    }

    /// <summary>A file with the same text need not be replaced.</summary>
    private static bool IsOther(GeneratedFile file) => Directory.Exists(file.Path) || (File.Exists(file.Path) && File.ReadAllText(file.Path) != file.Content);

    private static string? Write(ImmutableArray<GeneratedFile> files)
    {
        var temporary = new List<(string From, string To)>();
        try
        {
            foreach (var file in files)
            {
                if (Path.GetDirectoryName(file.Path) is { Length: > 0 } folder)
                {
                    Directory.CreateDirectory(folder);
                }

                var path = $"{file.Path}.{Environment.ProcessId}.tmp";
                temporary.Add((path, file.Path));
                File.WriteAllText(path, file.Content);
            }

            temporary.ForEach(t => File.Move(t.From, t.To, overwrite: true));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message.Split('\n', 2)[0];
        }
        finally
        {
            temporary.ForEach(t => File.Delete(t.From));
        }
    }

    private void Print(ImmutableArray<GeneratedFile> files)
    {
        foreach (var file in files)
        {
            if (files.Length > 1)
            {
                Console.Out.WriteLine($"--- # file: {file.Path}");
            }

            Console.Out.Write(file.Content);
        }
    }

    /// <summary>Standard output is the report's, unless it has the files.</summary>
    private void Report(ImportResult result)
    {
        ImmutableArray<string> written = ToStandardOutput ? [] : [.. result.Files.Select(f => f.Path)];
        if (Format == "json")
        {
            using var stream = ToStandardOutput ? System.Console.OpenStandardError() : System.Console.OpenStandardOutput();
            Console.Out.Flush();
            DiagnosticJson.Write(stream, result.Diagnostics, [], result.Files.Length, Console.Language, written);
            stream.WriteByte((byte)'\n');
            return;
        }

        var output = ToStandardOutput ? Console.Error : Console.Out;
        var text = new DiagnosticText(Console.Language, new Ansi(Console.UsesColor && !ToStandardOutput));
        foreach (var diagnostic in result.Diagnostics)
        {
            text.Write(output, diagnostic);
        }

        foreach (var path in written)
        {
            output.WriteLine(Console.Say($"wrote {path}", $"gravado {path}"));
        }

        output.WriteLine(result.Files.IsEmpty
            ? Console.Say($"nothing was written: {text.Summary(result.Diagnostics)}", $"nada foi gravado: {text.Summary(result.Diagnostics)}")
            : text.Summary(result.Diagnostics));
        if (result.Diagnostics.Length > 0)
        {
            var code = result.Diagnostics[0].Code;
            output.WriteLine(Console.Say($"'pffc explain {code}' explains a code.", $"'pffc explain {code}' explica um código."));
        }
    }
}
