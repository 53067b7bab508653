using Npgsql;

namespace Pff.Runtime.Tables.Databases;

/// <summary>How a database is reached: <c>postgres://user:password@host:port/database?sslmode=require</c>, or Npgsql's own form.</summary>
internal static class PostgresAddress
{
    private const int ConnectSeconds = 15;

    /// <returns>Null where the text is neither; what is wrong is not told, because the text has a password.</returns>
    public static string? Read(string text)
    {
        try
        {
            var builder = text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase)
                ? OfUri(new Uri(text))
                : new NpgsqlConnectionStringBuilder(text);
            builder.Timeout = ConnectSeconds;
            builder.CommandTimeout = 0;
            builder.Pooling = false;
            builder.ApplicationName = "pff";
            builder.PersistSecurityInfo = false;
            return string.IsNullOrEmpty(builder.Host) ? null : builder.ToString();
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static NpgsqlConnectionStringBuilder OfUri(Uri uri)
    {
        var builder = new NpgsqlConnectionStringBuilder { Host = uri.Host, Database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/')) };
        if (uri.Port > 0)
        {
            builder.Port = uri.Port;
        }

        if (uri.UserInfo.Length > 0)
        {
            var parts = uri.UserInfo.Split(':', 2);
            builder.Username = Uri.UnescapeDataString(parts[0]);
            builder.Password = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : null;
        }

        foreach (var setting in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = setting.Split('=', 2);
            var value = Uri.UnescapeDataString(parts.Length > 1 ? parts[1] : "");
            switch (parts[0])
            {
                case "sslmode":
                    builder.SslMode = Enum.Parse<SslMode>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
                    break;
                case "host":
                    builder.Host = value;
                    break;
                default:
                    builder[parts[0]] = value;
                    break;
            }
        }

        return builder;
    }
}
