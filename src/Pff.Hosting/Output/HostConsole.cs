using Pff.Core.Diagnostics;

namespace Pff.Hosting.Output;

/// <summary>What a host knows about the console that it writes to.</summary>
/// <param name="UsesColor">Off where <c>NO_COLOR</c> is set or the stream is no terminal.</param>
/// <param name="IsInteractive">Whether standard error is a terminal, which is where progress goes.</param>
public sealed record HostConsole(TextWriter Out, TextWriter Error, bool UsesColor, bool IsInteractive, Language Language)
{
    /// <summary>The process's own console. <paramref name="language"/> wins over the environment where it is given.</summary>
    public static HostConsole OfProcess(string? language, bool noColor)
    {
        var isDumb = Environment.GetEnvironmentVariable("TERM") == "dumb";
        var colorWanted = !noColor && !isDumb && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return new HostConsole(
            Console.Out,
            Console.Error,
            colorWanted && !Console.IsOutputRedirected,
            !isDumb && !Console.IsErrorRedirected,
            LanguageOf(language));
    }

    public string Say(LocalizedText text) => text.In(Language);

    public string Say(string english, string portuguese) => Language == Language.Portuguese ? portuguese : english;

    /// <summary>Says that a file could not be read or written where nothing more is known of it (PFF5003).</summary>
    public void SayFileFault(Exception exception)
    {
        // The platform's text is English, but it has the path.
        var english = exception.Message.Split('\n', 2)[0].TrimEnd('\r');
        var portuguese = FileFault.Of(exception).Portuguese;
        Error.WriteLine(Say(
            $"PFF5003: {english}", portuguese == english.TrimEnd('.') ? $"PFF5003: {english}" : $"PFF5003: {portuguese} ({english.TrimEnd('.')})."));
    }

    /// <summary>The language of messages: as given, or as the environment says.</summary>
    public static Language LanguageOf(string? given)
    {
        string?[] sources =
        [
            given,
            Environment.GetEnvironmentVariable("PFF_LANG"),
            Environment.GetEnvironmentVariable("LC_ALL"),
            Environment.GetEnvironmentVariable("LC_MESSAGES"),
            Environment.GetEnvironmentVariable("LANG"),
        ];
        var chosen = sources.FirstOrDefault(s => !string.IsNullOrEmpty(s)) ?? string.Empty;
        return chosen.StartsWith("pt", StringComparison.OrdinalIgnoreCase) ? Language.Portuguese : Language.English;
    }
}
