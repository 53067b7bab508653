using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pff.Core.Diagnostics;
using Pff.Hosting;
using Pff.Hosting.Documentation;
using Pff.Hosting.Output;

namespace Pff.Cli.Compiler.Commands;

/// <summary><c>pffc explain CODE</c>: the page of a diagnostic code.</summary>
internal sealed class ExplainCommand
{
    private const int MaximumNear = 5;

    private static readonly JsonWriterOptions JsonOptions = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Argument<string?> _code = new("CODE")
    {
        Description = "A code such as PFF1201; without one, all codes are listed",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string> _format = new("--format")
    {
        Description = "How the page is printed",
        DefaultValueFactory = _ => "text",
    };

    private ExplainCommand()
    {
        _format.AcceptOnlyFromAmong("text", "json");
    }

    public static void AddTo(CommandLineHost host)
    {
        var explain = new ExplainCommand();
        var command = new Command("explain", "Explain a code: what it means, a bad example and a repaired one");
        command.Arguments.Add(explain._code);
        command.Options.Add(explain._format);
        host.Add(command, (result, console, _) => Task.FromResult(explain.Run(result, console)));
    }

    private int Run(ParseResult result, HostConsole console)
    {
        var isJson = result.GetValue(_format) == "json";
        if (result.GetValue(_code) is not { } code)
        {
            List(ErrorPages.Codes, isJson, console);
            return ExitCodes.Success;
        }

        if (ErrorPage.Find(code) is not { } page)
        {
            ReportUnknown(code, console);
            return ExitCodes.Usage;
        }

        if (isJson)
        {
            WriteJson(json => WritePage(json, page, console.Language));
        }
        else
        {
            console.Out.WriteLine(page.In(console.Language));
        }

        return ExitCodes.Success;
    }

    private static void List(IEnumerable<string> codes, bool isJson, HostConsole console)
    {
        if (!isJson)
        {
            foreach (var known in codes)
            {
                console.Out.WriteLine($"{known}  {ErrorPages.TitleOf(known)}");
            }

            return;
        }

        WriteJson(json =>
        {
            json.WriteStartArray();
            foreach (var known in codes)
            {
                json.WriteStartObject();
                json.WriteString("code", known);
                json.WriteString("title", ErrorPages.TitleOf(known));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    private static void ReportUnknown(string code, HostConsole console)
    {
        console.Error.WriteLine(console.Say($"There is no code '{code}'.", $"Não existe o código '{code}'."));
        var near = NearestTo(code.ToUpperInvariant()).ToList();
        if (near.Count > 0)
        {
            console.Error.WriteLine(console.Say("Near it:", "Parecidos:"));
            near.ForEach(known => console.Error.WriteLine($"  {known}  {ErrorPages.TitleOf(known)}"));
        }

        console.Error.WriteLine(console.Say("'pffc explain' lists all codes.", "'pffc explain' lista todos os códigos."));
    }

    /// <summary>The codes that differ least; of those the ones whose number is nearest.</summary>
    private static IEnumerable<string> NearestTo(string code)
    {
        var number = int.TryParse(code.AsSpan(code.Length - Math.Min(4, code.Length)), CultureInfo.InvariantCulture, out var given) ? given : 0;
        return ErrorPages.Codes
            .Select(known => (Code: known, Distance: Suggestion.Distance(code.Length > 16 ? code[..16] : code, known)))
            .Where(c => c.Distance <= 3)
            .OrderBy(c => c.Distance)
            .ThenBy(c => Math.Abs(int.Parse(c.Code.AsSpan(3), CultureInfo.InvariantCulture) - number))
            .Take(MaximumNear)
            .Select(c => c.Code);
    }

    private static void WritePage(Utf8JsonWriter json, ErrorPage page, Language language)
    {
        json.WriteStartObject();
        json.WriteString("code", page.Code);
        json.WriteString("title", page.Title);
        json.WriteString("explanation", language == Language.Portuguese ? page.Portuguese : page.Explanation);
        json.WriteString("bad", page.Bad);
        json.WriteString("repaired", page.Repaired);
        json.WriteString("page", ErrorPages.PathOf(page.Code));
        json.WriteEndObject();
    }

    private static void WriteJson(Action<Utf8JsonWriter> write)
    {
        using var output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, JsonOptions))
        {
            write(json);
        }

        output.WriteByte((byte)'\n');
    }
}
