using Apache.Arrow;
using Apache.Arrow.Types;
using Pff.Core.Plan;

namespace Pff.Runtime.Tables.Records;

/// <summary>The cells of one column of a record batch.</summary>
internal static class ArrowColumn
{
    private static readonly HashSet<ArrowTypeId> Readable =
    [
        ArrowTypeId.Null, ArrowTypeId.Boolean, ArrowTypeId.Int8, ArrowTypeId.Int16, ArrowTypeId.Int32, ArrowTypeId.Int64,
        ArrowTypeId.UInt8, ArrowTypeId.UInt16, ArrowTypeId.UInt32, ArrowTypeId.UInt64, ArrowTypeId.HalfFloat, ArrowTypeId.Float,
        ArrowTypeId.Double, ArrowTypeId.Decimal128, ArrowTypeId.Decimal256, ArrowTypeId.String, ArrowTypeId.LargeString,
        ArrowTypeId.StringView, ArrowTypeId.Binary, ArrowTypeId.Date32, ArrowTypeId.Date64, ArrowTypeId.Timestamp,
    ];

    public static bool CanRead(IArrowType type) => type is DictionaryType dictionary
        ? CanRead(dictionary.ValueType)
        : Readable.Contains(type.TypeId);

    /// <returns>The cell of a row of the batch.</returns>
    public static Func<int, Value> Of(IArrowArray column) => column switch
    {
        NullArray => _ => default,
        BooleanArray array => row => array.GetValue(row) is { } cell ? Value.Of(cell) : default,
        Int8Array array => row => array.GetValue(row) is { } cell ? Value.Of((long)cell) : default,
        Int16Array array => row => array.GetValue(row) is { } cell ? Value.Of((long)cell) : default,
        Int32Array array => row => array.GetValue(row) is { } cell ? Value.Of((long)cell) : default,
        Int64Array array => row => array.GetValue(row) is { } cell ? Value.Of(cell) : default,
        UInt8Array array => row => array.GetValue(row) is { } cell ? Value.Of((long)cell) : default,
        UInt16Array array => row => array.GetValue(row) is { } cell ? Value.Of((long)cell) : default,
        UInt32Array array => row => array.GetValue(row) is { } cell ? Value.Of((long)cell) : default,
        UInt64Array array => row => array.GetValue(row) is { } cell ? CellOf.Number(cell) : default,
        HalfFloatArray array => row => array.GetValue(row) is { } cell ? CellOf.Number((float)cell) : default,
        FloatArray array => row => array.GetValue(row) is { } cell ? CellOf.Number(cell) : default,
        DoubleArray array => row => array.GetValue(row) is { } cell ? CellOf.Number(cell) : default,
        Decimal128Array array => row => array.GetValue(row) is { } cell ? Value.Of(cell) : default,
        Decimal256Array array => row => array.GetValue(row) is { } cell ? Value.Of(cell) : default,
        StringArray array => row => CellOf.Text(array.GetString(row)),
        LargeStringArray array => row => CellOf.Text(array.GetString(row)),
        StringViewArray array => row => CellOf.Text(array.GetString(row)),
        BinaryArray array => row => array.IsNull(row) ? default : CellOf.Bytes(array.GetBytes(row)),
        Date32Array array => row => array.GetDateTime(row) is { } cell ? CellOf.Time(cell) : default,
        Date64Array array => row => array.GetDateTime(row) is { } cell ? CellOf.Time(cell) : default,
        TimestampArray array => row => array.GetTimestamp(row) is { } cell ? CellOf.Time(cell.UtcDateTime) : default,
        DictionaryArray array => OfDictionary(array),
        _ => throw new TableException("a column has another type than it says", "uma coluna tem outro tipo do que diz"),
    };

    private static Func<int, Value> OfDictionary(DictionaryArray array)
    {
        var indexes = Of(array.Indices);
        var values = Of(array.Dictionary);
        return row => indexes(row) is { IsAbsent: false } index ? values(checked((int)index.AsInt)) : default;
    }
}
