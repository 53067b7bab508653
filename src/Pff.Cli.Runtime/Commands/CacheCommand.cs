using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Pff.Hosting;
using Pff.Hosting.Output;
using Pff.Runtime.Caching.Disk;

namespace Pff.Cli.Runtime.Commands;

/// <summary><c>pff cache show</c> and <c>clear</c>: the answers that runs of this folder have on disk.</summary>
internal static class CacheCommand
{
    public static void AddTo(CommandLineHost host)
    {
        var group = host.AddGroup("cache", "Look at, or remove, the answers that runs of this folder keep on disk");
        var json = new Option<bool>("--json") { Description = "Print one JSON object per line" };
        var show = new Command("show", "List the methods whose answers are on disk, never an answer itself");
        show.Options.Add(json);
        host.Add(group, show, (result, console, _) => Task.FromResult(Show(result.GetValue(json), console)));
        var clear = new Command("clear", "Remove all answers from the disk");
        host.Add(group, clear, (_, console, _) => Task.FromResult(Clear(console)));
    }

    private static string Folder => AnswerCache.FolderOf(Directory.GetCurrentDirectory());

    private static int Show(bool isJson, HostConsole console)
    {
        if (AnswerCache.Describe(Folder, TimeProvider.System.GetUtcNow()) is not { } methods)
        {
            console.Error.WriteLine(console.Say(
                $"PFF5170: what is in {Folder} is damaged or of another program. Remove it with 'pff cache clear'; the next run does so itself.",
                $"PFF5170: o que está em {Folder} está danificado ou é de outro programa. Remova com 'pff cache clear'; a próxima execução faz isso sozinha."));
            return ExitCodes.Problems;
        }

        if (methods.IsEmpty && !isJson)
        {
            console.Error.WriteLine(console.Say("No answers are on disk in this folder.", "Não há respostas em disco nesta pasta."));
        }
        else if (!isJson)
        {
            console.Out.WriteLine(console.Say(
                $"{"METHOD",-40}{"ANSWERS",10}{"BYTES",14}  {"ENCRYPTED",-10}LAST GOOD UNTIL",
                $"{"MÉTODO",-40}{"RESPOSTAS",10}{"BYTES",14}  {"CIFRADAS",-10}A ÚLTIMA VALE ATÉ"));
        }

        foreach (var method in methods)
        {
            console.Out.WriteLine(isJson ? Json(method) : Text(method, console));
        }

        return ExitCodes.Success;
    }

    private static int Clear(HostConsole console)
    {
        if (AnswerCache.Clear(Folder, TimeProvider.System.GetUtcNow()))
        {
            return ExitCodes.Success;
        }

        console.Error.WriteLine(console.Say(
            $"PFF5171: the answers in {Folder} could not be removed. Delete the folder's answers.db by hand.",
            $"PFF5171: as respostas em {Folder} não puderam ser removidas. Apague o answers.db da pasta à mão."));
        return ExitCodes.Unfinished;
    }

    private static string Text(CachedMethod method, HostConsole console) => string.Create(
        CultureInfo.InvariantCulture,
        $"{method.Api + "." + method.Method,-40}{method.Answers,10}{method.Bytes,14}  {(method.IsEncrypted ? console.Say("yes", "sim") : console.Say("no", "não")),-10}{method.ExpiresLast:yyyy-MM-dd HH:mm:ss}Z");

    private static string Json(CachedMethod method)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("api", method.Api);
            json.WriteString("method", method.Method);
            json.WriteNumber("answers", method.Answers);
            json.WriteNumber("bytes", method.Bytes);
            json.WriteBoolean("encrypted", method.IsEncrypted);
            json.WriteString("stored_from", method.StoredFrom);
            json.WriteString("expires_last", method.ExpiresLast);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
