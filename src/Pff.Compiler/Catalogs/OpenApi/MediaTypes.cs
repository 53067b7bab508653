namespace Pff.Compiler.Catalogs.OpenApi;

/// <summary>Which of a body's media types a method uses.</summary>
internal static class MediaTypes
{
    public const string Json = "application/json";

    /// <summary>The media type, as declared, under which JSON is sent or received; null where none is JSON.</summary>
    public static string? FindJson(IEnumerable<string> declared) =>
        declared.Where(IsJson).OrderBy(Rank).ThenBy(name => name, StringComparer.Ordinal).FirstOrDefault();

    /// <summary>What goes into the Content-Type header for a declared media type, which may be a range.</summary>
    public static string ToSend(string declared) => declared.Contains('*', StringComparison.Ordinal) ? Json : declared;

    private static bool IsJson(string name) =>
        Essence(name) is Json or "text/json" or "*/*" or "application/*" || Essence(name).EndsWith("+json", StringComparison.Ordinal);

    // A JSON patch (RFC 6902) is a list of operations, which is never what the caller of a method has at hand.
    private static int Rank(string name) => Essence(name) switch
    {
        Json => 0,
        "application/merge-patch+json" => 1,
        "application/json-patch+json" => 4,
        var other when other.Contains('*', StringComparison.Ordinal) => 3,
        _ => 2,
    };

    private static string Essence(string name) => name.Split(';')[0].Trim().ToLowerInvariant();
}
