// The words of PFF expressions: those of CEL (google/cel-spec, doc/langdef.md), and durations, decimals, interpolated
// text, '??', '=>' and backticked names with any characters. Every text gives tokens: what is wrong with a token (an
// escape that does not exist, a string without its end) is found when its meaning is taken, or by Syntax/TokenPreparation.
lexer grammar ExpressionLexer;

options { superClass = ExpressionLexerBase; }

// Given by Syntax/TokenPreparation to tokens that are something else only in their place.
tokens { SAFE, MATCH, FROM, WHERE, SELECT }

EQUAL            : '==' ;
NOT_EQUAL        : '!=' ;
LESS_OR_EQUAL    : '<=' ;
GREATER_OR_EQUAL : '>=' ;
LESS             : '<' ;
GREATER          : '>' ;
AND              : '&&' ;
OR               : '||' ;
COALESCE         : '??' ;
ARROW            : '=>' ;
LBRACKET         : '[' ;
RBRACKET         : ']' ;
LPAREN           : '(' ;
RPAREN           : ')' ;
// Braces push and pop, so that the brace that ends a hole of an interpolated text goes back to the text.
LBRACE           : '{' -> pushMode(DEFAULT_MODE) ;
RBRACE           : '}' -> popMode ;
DOT              : '.' ;
COMMA            : ',' ;
COLON            : ':' ;
QUESTION         : '?' ;
NOT              : '!' ;
MINUS            : '-' ;
PLUS             : '+' ;
STAR             : '*' ;
SLASH            : '/' ;
PERCENT          : '%' ;
TRUE             : 'true' ;
FALSE            : 'false' ;
NULL             : 'null' ;
IN               : 'in' ;

FLOAT    : DIGIT+ '.' DIGIT+ EXPONENT? | DIGIT+ EXPONENT | '.' DIGIT+ EXPONENT? ;
HEX      : '0x' HEX_DIGIT+ ;
INT      : DIGIT+ ;
UNSIGNED : (DIGIT+ | '0x' HEX_DIGIT+) [uU] ;
DECIMAL  : DIGIT+ '.' DIGIT+ 'm' ;
DURATION : (DIGIT+ UNIT)+ | DIGIT+ '.' DIGIT+ ('d' | 'h' | 's' | 'ms' | 'us' | 'ns') ;
// A number that runs into a name is one mistake, not two tokens.
BAD_NUMBER : DIGIT+ ('.' DIGIT+)? NAME_START NAME_PART* ;

STRING
    : TEXT_DOUBLE '"' | TEXT_SINGLE '\'' | TEXT_TRIPLE_DOUBLE '"""' | TEXT_TRIPLE_SINGLE '\'\'\''
    | RAW_DOUBLE '"' | RAW_SINGLE '\'' | RAW_TRIPLE_DOUBLE '"""' | RAW_TRIPLE_SINGLE '\'\'\''
    ;
UNTERMINATED_STRING
    : TEXT_DOUBLE '\\'? | TEXT_SINGLE '\\'? | TEXT_TRIPLE_DOUBLE '"'? '"'? '\\'? | TEXT_TRIPLE_SINGLE '\''? '\''? '\\'?
    | RAW_DOUBLE | RAW_SINGLE | RAW_TRIPLE_DOUBLE '"'? '"'? | RAW_TRIPLE_SINGLE '\''? '\''?
    ;
BYTES
    : [bB] (TEXT_DOUBLE '"' | TEXT_SINGLE '\'' | TEXT_TRIPLE_DOUBLE '"""' | TEXT_TRIPLE_SINGLE '\'\'\'')
    | [bB] (RAW_DOUBLE '"' | RAW_SINGLE '\'' | RAW_TRIPLE_DOUBLE '"""' | RAW_TRIPLE_SINGLE '\'\'\'')
    ;
FORMAT_DOUBLE        : 'f"' -> pushMode(IN_DOUBLE) ;
FORMAT_SINGLE        : 'f\'' -> pushMode(IN_SINGLE) ;
FORMAT_TRIPLE_DOUBLE : 'f"""' -> pushMode(IN_TRIPLE_DOUBLE) ;
FORMAT_TRIPLE_SINGLE : 'f\'\'\'' -> pushMode(IN_TRIPLE_SINGLE) ;

IDENTIFIER           : NAME_START NAME_PART* ;
ESCAPED              : '`' ~[`\r\n]+ '`' ;
UNTERMINATED_ESCAPED : '`' ~[`\r\n]* ;

WHITESPACE : [\t \r\n\u000C]+ -> channel(HIDDEN) ;
COMMENT    : '//' ~[\r\n]* -> channel(HIDDEN) ;
UNKNOWN    : . ;

fragment DIGIT      : [0-9] ;
fragment HEX_DIGIT  : [0-9a-fA-F] ;
fragment EXPONENT   : [eE] [+-]? DIGIT+ ;
fragment UNIT       : 'd' | 'h' | 'm' | 's' | 'ms' | 'us' | 'ns' ;
fragment NAME_START : [\p{L}_] ;
fragment NAME_PART  : [\p{L}\p{Mn}\p{Mc}\p{Nd}_] ;
fragment ESCAPE     : '\\' ~[\r\n] ;
fragment ANY_ESCAPE : '\\' . ;

fragment TEXT_DOUBLE        : '"' (~["\\\r\n] | ESCAPE)* ;
fragment TEXT_SINGLE        : '\'' (~['\\\r\n] | ESCAPE)* ;
fragment TEXT_TRIPLE_DOUBLE : '"""' ('"'? '"'? (~["\\] | ANY_ESCAPE))* ;
fragment TEXT_TRIPLE_SINGLE : '\'\'\'' ('\''? '\''? (~['\\] | ANY_ESCAPE))* ;
fragment RAW_DOUBLE         : [rR] '"' ~["\r\n]* ;
fragment RAW_SINGLE         : [rR] '\'' ~['\r\n]* ;
fragment RAW_TRIPLE_DOUBLE  : [rR] '"""' ('"'? '"'? ~["])* ;
fragment RAW_TRIPLE_SINGLE  : [rR] '\'\'\'' ('\''? '\''? ~['])* ;

// Inside interpolated text. A doubled brace stands for one. A line break ends the short forms: they are unterminated.

mode IN_DOUBLE;
FORMAT_END   : '"' -> popMode ;
FORMAT_TEXT  : (~["\\{}\r\n] | ESCAPE | '{{' | '}}')+ ;
FORMAT_OPEN  : '{' -> pushMode(DEFAULT_MODE) ;
FORMAT_STRAY : '}' | '\\' ;
FORMAT_BREAK : [\r\n] -> popMode ;

mode IN_SINGLE;
SINGLE_END   : '\'' -> type(FORMAT_END), popMode ;
SINGLE_TEXT  : (~['\\{}\r\n] | ESCAPE | '{{' | '}}')+ -> type(FORMAT_TEXT) ;
SINGLE_OPEN  : '{' -> type(FORMAT_OPEN), pushMode(DEFAULT_MODE) ;
SINGLE_STRAY : ('}' | '\\') -> type(FORMAT_STRAY) ;
SINGLE_BREAK : [\r\n] -> type(FORMAT_BREAK), popMode ;

mode IN_TRIPLE_DOUBLE;
TRIPLE_DOUBLE_END   : '"""' -> type(FORMAT_END), popMode ;
TRIPLE_DOUBLE_TEXT  : (~["\\{}] | ANY_ESCAPE | '{{' | '}}')+ -> type(FORMAT_TEXT) ;
TRIPLE_DOUBLE_QUOTE : '"' -> type(FORMAT_TEXT) ;
TRIPLE_DOUBLE_OPEN  : '{' -> type(FORMAT_OPEN), pushMode(DEFAULT_MODE) ;
TRIPLE_DOUBLE_STRAY : ('}' | '\\') -> type(FORMAT_STRAY) ;

mode IN_TRIPLE_SINGLE;
TRIPLE_SINGLE_END   : '\'\'\'' -> type(FORMAT_END), popMode ;
TRIPLE_SINGLE_TEXT  : (~['\\{}] | ANY_ESCAPE | '{{' | '}}')+ -> type(FORMAT_TEXT) ;
TRIPLE_SINGLE_QUOTE : '\'' -> type(FORMAT_TEXT) ;
TRIPLE_SINGLE_OPEN  : '{' -> type(FORMAT_OPEN), pushMode(DEFAULT_MODE) ;
TRIPLE_SINGLE_STRAY : ('}' | '\\') -> type(FORMAT_STRAY) ;
