using System.Data;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Npgsql;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Tables.Databases;

/// <summary>
/// The rows of a query, kept as JSON lines: a run reads its input again when it is resumed and for its report, and a
/// database may give other rows by then. The query runs in a transaction that can only read.
/// </summary>
public static class PostgresQuery
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>Streams the rows.</summary>
    /// <param name="address">With the password; it is in no message.</param>
    /// <param name="query">One SELECT.</param>
    /// <param name="lines">Where the rows go.</param>
    /// <param name="cancellation">Stops the query.</param>
    /// <returns>PFF3037 where the database cannot be reached, PFF3038 where it refuses the query; else null.</returns>
    public static async Task<RuntimeFailure?> KeepAsync(string address, string query, Stream lines, CancellationToken cancellation)
    {
        if (PostgresAddress.Read(address) is not { } settings)
        {
            return RuntimeFailures.DatabaseUnreachable("its address is not postgres://user:password@host/database", "o endereço não é postgres://usuario:senha@host/banco");
        }

        try
        {
            await using var connection = new NpgsqlConnection(settings);
            await connection.OpenAsync(cancellation).ConfigureAwait(false);
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation).ConfigureAwait(false);
            await using (var readOnly = new NpgsqlCommand("SET TRANSACTION READ ONLY", connection, transaction))
            {
                await readOnly.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
            }

            await using var command = new NpgsqlCommand(query, connection, transaction);
            await using var rows = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            await WriteAsync(rows, lines, cancellation).ConfigureAwait(false);
            return null;
        }
        catch (PostgresException exception)
        {
            return RuntimeFailures.QueryRefused(exception.MessageText, exception.SqlState);
        }
        catch (NpgsqlException exception)
        {
            return RuntimeFailures.DatabaseUnreachable(exception.Message.TrimEnd('.'), exception.Message.TrimEnd('.'));
        }
        catch (Exception exception) when (exception is OverflowException or InvalidCastException)
        {
            return RuntimeFailures.QueryRefused("a value of it has no form here; cast it to text", "22000");
        }
    }

    private static async Task WriteAsync(NpgsqlDataReader rows, Stream lines, CancellationToken cancellation)
    {
        await using var json = new Utf8JsonWriter(lines, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        while (await rows.ReadAsync(cancellation).ConfigureAwait(false))
        {
            json.WriteStartObject();
            for (var i = 0; i < rows.FieldCount; i++)
            {
                json.WritePropertyName(rows.GetName(i));
                Write(json, rows, i);
            }

            json.WriteEndObject();
            await json.FlushAsync(cancellation).ConfigureAwait(false);
            json.Reset();
            lines.WriteByte((byte)'\n');
        }
    }

    private static void Write(Utf8JsonWriter json, NpgsqlDataReader rows, int index)
    {
        if (rows.IsDBNull(index))
        {
            json.WriteNullValue();
            return;
        }

        if (rows.GetDataTypeName(index) is "json" or "jsonb")
        {
            json.WriteRawValue(rows.GetString(index));
            return;
        }

        switch (rows.GetValue(index))
        {
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case short or int or long:
                json.WriteNumberValue(rows.GetInt64(index));
                break;
            case decimal number:
                json.WriteNumberValue(number);
                break;
            case float number when float.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case float or double:
                json.WriteNullValue();
                break;
            case DateTime time when rows.GetDataTypeName(index) == "date":
                json.WriteStringValue(time.ToString("yyyy-MM-dd", Invariant));
                break;
            case DateTime time:
                json.WriteStringValue(time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFF'Z'", Invariant));
                break;
            case DateOnly date:
                json.WriteStringValue(date.ToString("yyyy-MM-dd", Invariant));
                break;
            case byte[] bytes:
                json.WriteBase64StringValue(bytes);
                break;
            case Array list:
                json.WriteStartArray();
                foreach (var item in list)
                {
                    json.WriteStringValue(Convert.ToString(item, Invariant));
                }

                json.WriteEndArray();
                break;
            case var other:
                json.WriteStringValue(Convert.ToString(other, Invariant));
                break;
        }
    }
}
