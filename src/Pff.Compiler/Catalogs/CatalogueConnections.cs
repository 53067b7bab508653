using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Core.Plan;

namespace Pff.Compiler.Catalogs;

/// <summary>Reads how an API is connected to: <c>http</c> and <c>tls</c>.</summary>
internal static class CatalogueConnections
{
    private const int MaximumConnections = 1_000_000;

    private const string CertificateKey = "client_certificate";

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
            ClientCertificate = ClientCertificate(tls),
        };
        tls.Close();
        return settings;
    }

    /// <summary>Reports a token endpoint that is to be shown a certificate of which the catalogue says nothing.</summary>
    public static void CheckToken(CatalogueSection catalogue, AuthDescriptor auth)
    {
        if (auth is ClientCredentialsAuth { ShowsCertificate: true }
            && Under(Under(catalogue.Map, "auth"), "oauth2")?.Find(CertificateKey) is { } shown
            && Under(catalogue.Map, "tls")?.Find(CertificateKey) is null)
        {
            catalogue.Diagnostics.Add(CompilerDiagnostics.NoCertificateToShow(shown.Key));
        }
    }

    /// <summary>A file, or a mapping with it.</summary>
    private static ClientCertificateSource? ClientCertificate(CatalogueSection tls)
    {
        if (tls.Find(CertificateKey) is not { } entry)
        {
            return null;
        }

        if (entry.Value is YamlScalar)
        {
            return PathOf(tls.AsText(entry.Value), tls) is { } only ? new ClientCertificateSource(only, null, null) : null;
        }

        if (CatalogueSection.Open(entry.Value, new($"'{CertificateKey}'", $"'{CertificateKey}'"), tls.Diagnostics) is not { } section)
        {
            return null;
        }

        var file = PathOf(section.Text("file"), section);
        var key = section.Find("key") is { } keyEntry ? CatalogueSettings.SecretOf(keyEntry.Value, section.Diagnostics) : null;
        var password = section.Find("password") is { } passwordEntry ? CatalogueSettings.SecretOf(passwordEntry.Value, section.Diagnostics) : null;
        if (section.Map.Find("file") is null)
        {
            section.ReportMissing("file");
        }

        section.Close();
        return file is null ? null : new ClientCertificateSource(file, key, password);
    }

    /// <summary>What a file has in it is no name of a file, and may be a private key.</summary>
    private static string? PathOf(YamlScalar? text, CatalogueSection section)
    {
        if (text is null || !text.Text.Contains("-----BEGIN", StringComparison.Ordinal))
        {
            return text?.Text;
        }

        section.Diagnostics.Add(CompilerDiagnostics.SecretInline(text.Source, text.Span));
        return null;
    }

    private static YamlMapping? Under(YamlMapping? map, string key) => map?.Find(key)?.Value as YamlMapping;

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
