using Pff.Compiler.Manifest;
using Pff.Core.Plan;

namespace Pff.Compiler.Catalogs;

/// <summary>Reads how an API is connected to: <c>http</c> and <c>tls</c>.</summary>
internal static class CatalogueConnections
{
    private const int MaximumConnections = 1_000_000;

    private static readonly string[] HttpVersions = ["1.1", "2"];

    public static ConnectionSettings Read(CatalogueSection catalogue)
    {
        var settings = Http(catalogue, new ConnectionSettings());
        if (catalogue.Section("tls", new("'tls'", "'tls'")) is not { } tls)
        {
            return settings;
        }

        settings = settings with
        {
            LeastTls = tls.Choice("minimum", "1.2", "1.3")?.Text == "1.3" ? TlsVersion.Tls13 : TlsVersion.Tls12,
            AuthorityFile = tls.Text("ca")?.Text,
        };
        tls.Close();
        return settings;
    }

    /// <summary>A version, or a mapping with it.</summary>
    private static ConnectionSettings Http(CatalogueSection catalogue, ConnectionSettings settings)
    {
        if (catalogue.Find("http")?.Value is YamlScalar)
        {
            return settings with { HttpVersion = Version(catalogue.Choice("http", HttpVersions)) };
        }

        if (catalogue.Section("http", new("'http'", "'http'")) is not { } http)
        {
            return settings;
        }

        settings = settings with
        {
            HttpVersion = Version(http.Choice("version", HttpVersions)),
            MaximumConnections = http.Whole("connections", 0, MaximumConnections) ?? settings.MaximumConnections,
            LifetimeMs = http.Duration("lifetime") ?? settings.LifetimeMs,
            IdleMs = http.Duration("idle") ?? settings.IdleMs,
        };
        http.Close();
        return settings;
    }

    private static int Version(YamlScalar? text) => text?.Text == "2" ? 2 : 1;
}
