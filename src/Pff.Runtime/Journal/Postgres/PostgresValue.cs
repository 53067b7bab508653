using System.Text;

namespace Pff.Runtime.Journal.Postgres;

/// <summary>
/// A column as Npgsql gives it. PostgreSQL's texts have no character 0, which the texts of an API may have, so it is written as two
/// characters, and the one that begins them too.
/// </summary>
internal static class PostgresValue
{
    private const char Mark = '\u0001';

    public static long Int(object? value) => value switch
    {
        long number => number,
        int number => number,
        _ => 0,
    };

    public static string? Text(object? value) => value is string text ? Unescape(text) : null;

    public static ColumnType TypeOf(object? value) => value switch
    {
        null => ColumnType.Null,
        long or int => ColumnType.Integer,
        string => ColumnType.Text,
        byte[] => ColumnType.Blob,
        _ => ColumnType.Other,
    };

    public static ReadOnlySpan<byte> Blob(object? value) => value switch
    {
        byte[] bytes => bytes,
        string text => Encoding.UTF8.GetBytes(Unescape(text)),
        _ => [],
    };

    public static string Escape(string text) => text.AsSpan().IndexOfAnyInRange('\0', Mark) < 0
        ? text
        : text.Replace("\u0001", "\u00011", StringComparison.Ordinal).Replace("\0", "\u00010", StringComparison.Ordinal);

    private static string Unescape(string text) => !text.Contains(Mark)
        ? text
        : text.Replace("\u00010", "\0", StringComparison.Ordinal).Replace("\u00011", "\u0001", StringComparison.Ordinal);
}
