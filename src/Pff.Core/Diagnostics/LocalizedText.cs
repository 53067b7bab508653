namespace Pff.Core.Diagnostics;

/// <summary>One message in the two languages that PFF speaks.</summary>
public sealed record LocalizedText(string English, string Portuguese)
{
    /// <summary>The message in <paramref name="language"/>, of which <c>pt</c> and <c>pt-BR</c> give Portuguese.</summary>
    public string In(Language language) => language == Language.Portuguese ? Portuguese : English;

    public override string ToString() => English;
}

public enum Language
{
    English,
    Portuguese,
}
