namespace Pff.Hosting.Output;

/// <summary>Colours by meaning, or nothing at all.</summary>
public sealed class Ansi(bool isOn)
{
    public string Error(string text) => Wrap("1;31", text);

    public string Warning(string text) => Wrap("1;33", text);

    public string Information(string text) => Wrap("1;36", text);

    public string Good(string text) => Wrap("1;32", text);

    public string Strong(string text) => Wrap("1", text);

    public string Faint(string text) => Wrap("2", text);

    private string Wrap(string code, string text) => isOn ? $"\u001b[{code}m{text}\u001b[0m" : text;
}
