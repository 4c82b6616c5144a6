/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The grammar. Its actions only collect what stands in the file; names are looked up later, so that
 * one mistake does not hide the next. After a syntax error the parser goes on behind the next ';'
 * or '}' that fits.
 */

%define api.pure full
%define api.prefix {adl_}
%define api.token.prefix {TOKEN_}
%define api.location.type {struct adl_location}
%define parse.error custom
%define parse.lac full
%locations
%param {struct parse *parse}
%expect 0
%initial-action {
    @$ = (struct adl_location){parse->source, 1, 1, 1, 1};
}

%code requires {
#include "parse.h"

struct value_list {
    const struct adl_value **items;
    size_t count;
};

struct dict_list {
    struct adl_dict_entry *entries;
    size_t count;
};

struct end_list {
    struct ast_end *ends;
    size_t count;
};

struct parameter_list {
    struct adl_parameter *parameters;
    size_t count;
};
}

%code provides {
/* The scanner: the next token, with its value and place. */
int scan_token(union ADL_STYPE *value, struct adl_location *where, void *scanner);
}

%code {
#include "build.h"
#include "fold.h"

/* A location spans from the first to the last part; an empty rule stands behind what precedes it. */
#define YYLLOC_DEFAULT(current, parts, count)                                                        \
    do {                                                                                             \
        if (count) {                                                                                 \
            (current) = YYRHSLOC(parts, 1);                                                          \
            (current).last_line = YYRHSLOC(parts, count).last_line;                                  \
            (current).last_column = YYRHSLOC(parts, count).last_column;                              \
        } else {                                                                                     \
            (current) = YYRHSLOC(parts, 0);                                                          \
            (current).line = (current).last_line;                                                    \
            (current).column = (current).last_column;                                                \
        }                                                                                            \
    } while (0)

static int yylex(YYSTYPE *value, YYLTYPE *where, struct parse *parse);
static void yyerror(YYLTYPE *where, struct parse *parse, const char *message);
}

%union {
    const char *text;
    bool flag;
    struct ast_name name;
    struct adl_value *value;
    struct value_list values;
    struct dict_list entries;
    struct adl_type type;
    struct adl_attribute attribute;
    struct adl_struct *structure;
    struct adl_include include;
    struct dataport_type { struct ast_name name; uint64_t size; } dataport;
    struct ast_component *component;
    struct ast_composition *composition;
    struct ast_configuration *configuration;
    struct ast_assembly *assembly;
    struct ast_connection connection;
    struct ast_end end;
    struct end_list ends;
    struct adl_connector *connector;
    struct adl_side side;
    struct end_kind { enum adl_end_kind kind; bool many; } end_kind;
    struct adl_procedure *procedure;
    struct adl_parameter parameter;
    struct parameter_list parameters;
    enum adl_direction direction;
    enum adl_lock_kind lock;
}

%token <text> IDENTIFIER "a name" ANGLE "<file>" STRING "a string" BUF "Buf"
%token <value> NUMBER "a number"
%token END 0 "the end of the file"
%token INVALID "an invalid character"
%token ASSEMBLY "assembly" COMPONENT "component" COMPOSITION "composition" CONFIGURATION "configuration"
%token CONNECTION "connection" CONNECTOR "connector" PROCEDURE "procedure" IMPORT "import" GROUP "group"
%token EXPORT "export" SCHEDULE "schedule" STRUCT "struct"
%token CONTROL "control" HARDWARE "hardware" INCLUDE "include" PROVIDES "provides" USES "uses" EMITS "emits"
%token CONSUMES "consumes" DATAPORT "dataport" MAYBE "maybe" HAS "has" MUTEX "mutex" SEMAPHORE "semaphore"
%token BINARY_SEMAPHORE "binary_semaphore" ATTRIBUTE "attribute" FROM "from" TO "to" WITH "with"
%token THREADS "threads" TEMPLATE "template" TICKS "ticks" US "us"
%token PROCEDURE_KIND "Procedure" PROCEDURES_KIND "Procedures" EVENT_KIND "Event" EVENTS_KIND "Events"
%token DATAPORT_KIND "Dataport" DATAPORTS_KIND "Dataports"
%token INT "int" UNSIGNED "unsigned" SIGNED "signed" CHAR "char" STRING_TYPE "string" INT64 "int64_t"
%token UINT64 "uint64_t" VOID "void" IN "in" OUT "out" INOUT "inout" REFIN "refin"
%token TRUE "true" FALSE "false"
%token ARROW "->" REFERENCE "<-" OR "||" AND "&&" EQUAL "==" UNEQUAL "!=" LESS_EQUAL "<=" GREATER_EQUAL ">="
%token SHIFT_LEFT "<<" SHIFT_RIGHT ">>" POWER "**"

%left "||"
%left "&&"
%left '|'
%left '^'
%left '&'
%left "==" "!="
%left '<' "<=" '>' ">="
%left "<<" ">>"
%left '+' '-'
%left '*' '/' '%' "**"
%precedence SIGN

%type <name> name path optional_name
%type <text> strings
%type <value> value expression operand scalar key query
%type <values> values value_items indices
%type <entries> dict_entries entries
%type <type> type inline_struct
%type <structure> struct_body struct_members
%type <attribute> attribute
%type <include> include
%type <dataport> dataport_type
%type <component> component_body members
%type <composition> composition parts
%type <configuration> configuration settings
%type <assembly> assembly_body assembly_items
%type <connection> connection_type
%type <end> end
%type <ends> ends end_items
%type <connector> connector_body connector_attributes
%type <side> side
%type <end_kind> end_kind
%type <procedure> procedure_body procedure_items
%type <parameter> parameter
%type <parameters> parameters parameter_items
%type <direction> direction
%type <lock> lock_kind
%type <flag> maybe array hardware
%type <value> with_threads

%%

file:
    %empty
  | file item
  | file ';'
  | file '}'                                { build_stray_brace(@2); }
  | file error ';'                          { yyerrok; }
  | file error '}'                          { yyerrok; }
  ;

item:
    IMPORT strings ';'                      { build_import(parse, $2, false, @2); }
  | IMPORT ANGLE ';'                        { build_import(parse, $2, true, @2); }
  | ASSEMBLY optional_name assembly_body    { build_assembly(parse, $2, $3, @1); }
  | COMPONENT optional_name component_body  { build_component(parse, $2, $3, @1); }
  | PROCEDURE optional_name procedure_body  { build_procedure(parse, $2, $3, @1); }
  | CONNECTOR optional_name connector_body  { build_connector(parse, $2, $3, @1); }
  | composition                             { build_unused_part(@1, "composition"); }
  | configuration                           { build_unused_part(@1, "configuration"); }
  | STRUCT name struct_body                 { build_struct(parse, $2, $3); }
  ;

/* ---- Names and values ---- */

name:
    IDENTIFIER                              { $$ = (struct ast_name){$1, 1, @1}; }
  | BUF                                     { $$ = (struct ast_name){$1, 1, @1}; }
  ;

optional_name:
    %empty                                  { $$ = (struct ast_name){"", 0, @$}; }
  | name
  ;

path:
    name
  | path '.' name                           { $$ = build_path(parse, $1, $3, @$); }
  ;

strings:
    STRING
  | strings STRING                          { $$ = arena_printf(parse->arena, "%s%s", $1, $2); }
  ;

include:
    INCLUDE strings ';'                     { $$ = (struct adl_include){$2, false, @2}; }
  | INCLUDE ANGLE ';'                       { $$ = (struct adl_include){$2, true, @2}; }
  ;

scalar:
    expression
  | strings                                 { $$ = build_string(parse, @1, $1); }
  ;

value:
    scalar
  | '[' values ']'                          { $$ = build_list(parse, @$, $2); }
  | '{' entries '}'                         { $$ = build_dict(parse, @$, $2); }
  ;

values:
    %empty                                  { $$ = (struct value_list){NULL, 0}; }
  | value_items
  | value_items ','
  ;

value_items:
    value                                   { $$ = (struct value_list){NULL, 0};
                                              ARENA_APPEND(parse->arena, $$.items, $$.count, $1); }
  | value_items ',' value                   { $$ = $1; ARENA_APPEND(parse->arena, $$.items, $$.count, $3); }
  ;

entries:
    %empty                                  { $$ = (struct dict_list){NULL, 0}; }
  | dict_entries
  | dict_entries ','
  ;

dict_entries:
    key ':' value                           { $$ = build_entry(parse, (struct dict_list){NULL, 0}, $1, $3); }
  | dict_entries ',' key ':' value          { $$ = build_entry(parse, $1, $3, $5); }
  ;

key:
    scalar
  ;

expression:
    operand
  | operand '?' expression ':' operand      { $$ = fold_is_true($1) ? $3 : $5; }
  ;

operand:
    NUMBER
  | TRUE                                    { $$ = parse_integer(parse, @1, 1); }
  | FALSE                                   { $$ = parse_integer(parse, @1, 0); }
  | '(' expression ')'                      { $$ = $2; }
  | '-' operand %prec SIGN                  { $$ = fold_unary(parse, @$, '-', $2); }
  | '+' operand %prec SIGN                  { $$ = fold_unary(parse, @$, '+', $2); }
  | '!' operand %prec SIGN                  { $$ = fold_unary(parse, @$, '!', $2); }
  | '~' operand %prec SIGN                  { $$ = fold_unary(parse, @$, '~', $2); }
  | operand "||" operand                    { $$ = fold_binary(parse, @$, FOLD_OR, $1, $3); }
  | operand "&&" operand                    { $$ = fold_binary(parse, @$, FOLD_AND, $1, $3); }
  | operand '|' operand                     { $$ = fold_binary(parse, @$, FOLD_BIT_OR, $1, $3); }
  | operand '^' operand                     { $$ = fold_binary(parse, @$, FOLD_BIT_XOR, $1, $3); }
  | operand '&' operand                     { $$ = fold_binary(parse, @$, FOLD_BIT_AND, $1, $3); }
  | operand "==" operand                    { $$ = fold_binary(parse, @$, FOLD_EQUAL, $1, $3); }
  | operand "!=" operand                    { $$ = fold_binary(parse, @$, FOLD_UNEQUAL, $1, $3); }
  | operand '<' operand                     { $$ = fold_binary(parse, @$, FOLD_LESS, $1, $3); }
  | operand "<=" operand                    { $$ = fold_binary(parse, @$, FOLD_LESS_EQUAL, $1, $3); }
  | operand '>' operand                     { $$ = fold_binary(parse, @$, FOLD_GREATER, $1, $3); }
  | operand ">=" operand                    { $$ = fold_binary(parse, @$, FOLD_GREATER_EQUAL, $1, $3); }
  | operand "<<" operand                    { $$ = fold_binary(parse, @$, FOLD_SHIFT_LEFT, $1, $3); }
  | operand ">>" operand                    { $$ = fold_binary(parse, @$, FOLD_SHIFT_RIGHT, $1, $3); }
  | operand '+' operand                     { $$ = fold_binary(parse, @$, FOLD_ADD, $1, $3); }
  | operand '-' operand                     { $$ = fold_binary(parse, @$, FOLD_SUBTRACT, $1, $3); }
  | operand '*' operand                     { $$ = fold_binary(parse, @$, FOLD_MULTIPLY, $1, $3); }
  | operand '/' operand                     { $$ = fold_binary(parse, @$, FOLD_DIVIDE, $1, $3); }
  | operand '%' operand                     { $$ = fold_binary(parse, @$, FOLD_MODULO, $1, $3); }
  | operand "**" operand                    { $$ = fold_binary(parse, @$, FOLD_POWER, $1, $3); }
  ;

/* ---- Types and attributes ---- */

type:
    INT                                     { $$ = build_type(ADL_TYPE_INT, "int", @$); }
  | SIGNED                                  { $$ = build_type(ADL_TYPE_INT, "int", @$); }
  | SIGNED INT                              { $$ = build_type(ADL_TYPE_INT, "int", @$); }
  | UNSIGNED                                { $$ = build_type(ADL_TYPE_UNSIGNED, "unsigned int", @$); }
  | UNSIGNED INT                            { $$ = build_type(ADL_TYPE_UNSIGNED, "unsigned int", @$); }
  | CHAR                                    { $$ = build_type(ADL_TYPE_CHAR, "char", @$); }
  | SIGNED CHAR                             { $$ = build_type(ADL_TYPE_SIGNED_CHAR, "signed char", @$); }
  | UNSIGNED CHAR                           { $$ = build_type(ADL_TYPE_UNSIGNED_CHAR, "unsigned char", @$); }
  | STRING_TYPE                             { $$ = build_type(ADL_TYPE_STRING, "char *", @$); }
  | INT64                                   { $$ = build_type(ADL_TYPE_INT64, "int64_t", @$); }
  | UINT64                                  { $$ = build_type(ADL_TYPE_UINT64, "uint64_t", @$); }
  | STRUCT name                             { $$ = build_struct_type(parse, $2, @$); }
  | path                                    { $$ = build_named_type($1); }
  ;

inline_struct:
    struct_body                             { $$ = build_inline_struct($1, @1); }
  ;

struct_body:
    '{' struct_members '}'                  { $$ = $2; }
  | '{' '}'                                 { $$ = build_empty_struct(parse, @2); }
  | '{' struct_members error '}'            { $$ = $2; yyerrok; }
  | '{' error '}'                           { $$ = ARENA_NEW(parse->arena, struct adl_struct); yyerrok; }
  ;

struct_members:
    attribute ';'                           { $$ = build_member(parse, NULL, $1); }
  | struct_members attribute ';'            { $$ = build_member(parse, $1, $2); }
  | error ';'                               { $$ = ARENA_NEW(parse->arena, struct adl_struct); yyerrok; }
  | struct_members error ';'                { $$ = $1; yyerrok; }
  ;

array:
    %empty                                  { $$ = false; }
  | '[' ']'                                 { $$ = true; }
  ;

attribute:
    type name array                         { $$ = build_attribute($1, $2, $3, NULL); }
  | type name array '=' value               { $$ = build_attribute($1, $2, $3, $5); }
  | inline_struct name array                { $$ = build_attribute($1, $2, $3, NULL); }
  | inline_struct name array '=' value      { $$ = build_attribute($1, $2, $3, $5); }
  ;

/* ---- Components ---- */

component_body:
    '{' members '}'                         { $$ = $2; }
  | '{' members error '}'                   { $$ = $2; yyerrok; }
  ;

members:
    %empty                                  { $$ = ARENA_NEW(parse->arena, struct ast_component); }
  | members CONTROL ';'                     { $$ = $1; $$->control = true; $$->control_where = @2; }
  | members HARDWARE ';'                    { $$ = $1; $$->hardware = true; $$->hardware_where = @2; }
  | members include                         { $$ = $1;
                                              ARENA_APPEND(parse->arena, $$->includes, $$->include_count, $2); }
  | members PROVIDES path name ';'          { $$ = $1; build_interface(parse, $$, ADL_PROVIDES, $3, $4, false, 0); }
  | members maybe USES path name ';'        { $$ = $1; build_interface(parse, $$, ADL_USES, $4, $5, $2, 0); }
  | members EMITS name name ';'             { $$ = $1; build_interface(parse, $$, ADL_EMITS, $3, $4, false, 0); }
  | members maybe CONSUMES name name ';'    { $$ = $1; build_interface(parse, $$, ADL_CONSUMES, $4, $5, $2, 0); }
  | members maybe DATAPORT dataport_type name ';'
                                            { $$ = $1;
                                              build_interface(parse, $$, ADL_DATAPORT, $4.name, $5, $2, $4.size); }
  | members HAS lock_kind name ';'          { $$ = $1; build_lock(parse, $$, $3, $4); }
  | members ATTRIBUTE attribute ';'         { $$ = $1;
                                              ARENA_APPEND(parse->arena, $$->attributes, $$->attribute_count, $3); }
  | members composition                     { $$ = $1; build_part(&$$->composition, $2, @2); }
  | members configuration                   { $$ = $1; build_settings_part(&$$->configuration, $2, @2); }
  | members error ';'                       { $$ = $1; yyerrok; }
  ;

maybe:
    %empty                                  { $$ = false; }
  | MAYBE                                   { $$ = true; }
  ;

lock_kind:
    MUTEX                                   { $$ = ADL_MUTEX; }
  | SEMAPHORE                               { $$ = ADL_SEMAPHORE; }
  | BINARY_SEMAPHORE                        { $$ = ADL_BINARY_SEMAPHORE; }
  ;

dataport_type:
    name                                    { $$ = build_dataport_type($1); }
  | BUF '(' expression ')'                  { $$ = build_buffer_type(parse, $3, @$); }
  ;

/* ---- Compositions ---- */

composition:
    COMPOSITION optional_name '{' parts '}' { $$ = $4; $$->name = $2; $$->name.where = @1; }
  | COMPOSITION optional_name '{' parts error '}'
                                            { $$ = $4; $$->name = $2; $$->name.where = @1; yyerrok; }
  ;

parts:
    %empty                                  { $$ = ARENA_NEW(parse->arena, struct ast_composition); }
  | parts COMPONENT path name ';'           { $$ = $1; build_instance(parse, $$, $3, $4); }
  | parts COMPONENT component_body name ';' { $$ = $1; build_inline_instance(parse, $$, $3, $4); }
  | parts GROUP optional_name '{' parts '}' { $$ = $1; build_group(parse, $$, $3, $5, @2); }
  | parts CONNECTION connection_type name '(' ends ')' ';'
                                            { $$ = $1; build_connection(parse, $$, $3, $4, $6); }
  | parts EXPORT path ARROW path ';'        { $$ = $1; build_export(parse, $$, $3, $5); }
  | parts error ';'                         { $$ = $1; yyerrok; }
  ;

connection_type:
    path                                    { $$ = (struct ast_connection){.type = $1}; }
  | connector_body                          { $$ = (struct ast_connection){.connector = $1};
                                              $1->name = "(unnamed)"; $1->where = @1; }
  ;

ends:
    %empty                                  { $$ = (struct end_list){NULL, 0}; }
  | end_items
  | end_items ','
  ;

end_items:
    end                                     { $$ = (struct end_list){NULL, 0};
                                              ARENA_APPEND(parse->arena, $$.ends, $$.count, $1); }
  | end_items ',' end                       { $$ = $1; ARENA_APPEND(parse->arena, $$.ends, $$.count, $3); }
  ;

end:
    FROM path                               { $$ = (struct ast_end){false, $2}; }
  | TO path                                 { $$ = (struct ast_end){true, $2}; }
  ;

/* ---- Configurations ---- */

configuration:
    CONFIGURATION optional_name '{' settings '}'
                                            { $$ = $4; $$->name = $2; $$->name.where = @1; }
  | CONFIGURATION optional_name '{' settings error '}'
                                            { $$ = $4; $$->name = $2; $$->name.where = @1; yyerrok; }
  ;

settings:
    %empty                                  { $$ = ARENA_NEW(parse->arena, struct ast_configuration); }
  | settings name '.' name '=' value ';'    { $$ = $1; build_setting(parse, $$, $2, $4, $6); }
  | settings name '.' name '=' query ';'    { $$ = $1; build_setting(parse, $$, $2, $4, $6); }
  | settings name '.' name REFERENCE path indices ';'
                                            { $$ = $1; build_reference(parse, $$, $2, $4, $6, $7); }
  | settings error ';'                      { $$ = $1; yyerrok; }
  ;

query:
    name '(' values ')' indices             { $$ = build_query(parse, $1); }
  ;

indices:
    %empty                                  { $$ = (struct value_list){NULL, 0}; }
  | indices '[' key ']'                     { $$ = $1; ARENA_APPEND(parse->arena, $$.items, $$.count, $3); }
  ;

/* ---- Assemblies ---- */

assembly_body:
    '{' assembly_items '}'                  { $$ = $2; }
  | '{' assembly_items error '}'            { $$ = $2; yyerrok; }
  ;

assembly_items:
    %empty                                  { $$ = ARENA_NEW(parse->arena, struct ast_assembly); }
  | assembly_items composition              { $$ = $1; build_part(&$$->composition, $2, @2); }
  | assembly_items configuration            { $$ = $1; build_settings_part(&$$->configuration, $2, @2); }
  | assembly_items COMPOSITION path ';'     { $$ = $1; build_by_name(@3, "composition"); }
  | assembly_items CONFIGURATION path ';'   { $$ = $1; build_by_name(@3, "configuration"); }
  | assembly_items SCHEDULE '{' '[' slots optional_comma ']' '}'
                                            { $$ = $1; build_schedule(@2); }
  | assembly_items error ';'                { $$ = $1; yyerrok; }
  ;

optional_comma:
    %empty
  | ','
  ;

slots:
    slot ',' slot
  | slots ',' slot
  ;

slot:
    '(' NUMBER ',' NUMBER ')'
  | '(' NUMBER ',' NUMBER TICKS ')'
  | '(' NUMBER ',' NUMBER US ')'
  ;

/* ---- Connectors ---- */

connector_body:
    '{' FROM side TO side connector_attributes '}'
                                            { $$ = $6; $$->from = $3; $$->to = $5; }
  | '{' error '}'                           { $$ = ARENA_NEW(parse->arena, struct adl_connector); yyerrok; }
  ;

connector_attributes:
    %empty                                  { $$ = ARENA_NEW(parse->arena, struct adl_connector); }
  | connector_attributes ATTRIBUTE attribute ';'
                                            { $$ = $1; build_connector_attribute(parse, $$, $3); }
  | connector_attributes error ';'          { $$ = $1; yyerrok; }
  ;

side:
    hardware end_kind with_threads ';'      { $$ = build_side($1, $2.kind, $2.many, $3); }
  | hardware end_kind template with_threads ';'
                                            { $$ = build_side($1, $2.kind, $2.many, $4); }
  | hardware end_kind WITH expression THREADS template ';'
                                            { $$ = build_side($1, $2.kind, $2.many, $4); }
  ;

template:
    TEMPLATE strings                        { build_template(@1); }
  ;

hardware:
    %empty                                  { $$ = false; }
  | HARDWARE                                { $$ = true; }
  ;

end_kind:
    PROCEDURE_KIND                          { $$ = (struct end_kind){ADL_END_PROCEDURE, false}; }
  | PROCEDURES_KIND                         { $$ = (struct end_kind){ADL_END_PROCEDURE, true}; }
  | EVENT_KIND                              { $$ = (struct end_kind){ADL_END_EVENT, false}; }
  | EVENTS_KIND                             { $$ = (struct end_kind){ADL_END_EVENT, true}; }
  | DATAPORT_KIND                           { $$ = (struct end_kind){ADL_END_DATAPORT, false}; }
  | DATAPORTS_KIND                          { $$ = (struct end_kind){ADL_END_DATAPORT, true}; }
  ;

with_threads:
    %empty                                  { $$ = NULL; }
  | WITH expression THREADS                 { $$ = $2; }
  ;

/* ---- Procedures ---- */

procedure_body:
    '{' procedure_items '}'                 { $$ = $2; }
  | '{' procedure_items error '}'           { $$ = $2; yyerrok; }
  ;

procedure_items:
    %empty                                  { $$ = ARENA_NEW(parse->arena, struct adl_procedure); }
  | procedure_items include                 { $$ = $1; build_procedure_include(parse, $$, $2); }
  | procedure_items attribute               { $$ = $1; build_procedure_attribute(parse, $$, $2); }
  | procedure_items VOID name '(' parameters ')' ';'
                                            { struct adl_type none = build_type(ADL_TYPE_VOID, "void", @2);
                                              $$ = $1;
                                              build_method(parse, $$, none, $3, $5.parameters, $5.count); }
  | procedure_items type name '(' parameters ')' ';'
                                            { $$ = $1; build_method(parse, $$, $2, $3, $5.parameters, $5.count); }
  | procedure_items error ';'               { $$ = $1; yyerrok; }
  ;

parameters:
    %empty                                  { $$ = (struct parameter_list){NULL, 0}; }
  | VOID                                    { $$ = (struct parameter_list){NULL, 0}; }
  | parameter_items
  | parameter_items ','
  ;

parameter_items:
    parameter                               { $$ = (struct parameter_list){NULL, 0};
                                              ARENA_APPEND(parse->arena, $$.parameters, $$.count, $1); }
  | parameter_items ',' parameter           { $$ = $1;
                                              ARENA_APPEND(parse->arena, $$.parameters, $$.count, $3); }
  ;

parameter:
    direction type name array               { $$ = build_parameter($1, $2, $3, $4); }
  ;

direction:
    %empty                                  { $$ = ADL_IN; }
  | IN                                      { $$ = ADL_IN; }
  | OUT                                     { $$ = ADL_OUT; }
  | INOUT                                   { $$ = ADL_INOUT; }
  | REFIN                                   { $$ = ADL_REFIN; }
  ;

%%

#include "syntax_error.h"

/* Remembers the token before, behind which something may turn out to be missing. */
static int yylex(YYSTYPE *value, YYLTYPE *where, struct parse *parse)
{
    parse->previous = *where;
    return scan_token(value, where, parse->scanner);
}

static void yyerror(YYLTYPE *where, struct parse *parse, const char *message)
{
    (void)parse;
    (void)message; /* syntax errors are reported below; what is left is the parser's stack */
    diag_error(*where, "this is nested too deeply");
}

static int yyreport_syntax_error(const yypcontext_t *context, struct parse *parse)
{
    yysymbol_kind_t expected[SYNTAX_EXPECTED_MAX];
    int count = yypcontext_expected_tokens(context, expected, SYNTAX_EXPECTED_MAX);
    yysymbol_kind_t token = yypcontext_token(context);
    /* An invalid character has been reported where it was found. */
    if (count < 0 || token == YYSYMBOL_INVALID)
        return count < 0 ? count : 0;
    struct syntax_error error = {.where = *yypcontext_location(context), .at_end = token == YYSYMBOL_YYEOF};
    for (int i = 0; i < count; i++)
        error.expected[i] = yysymbol_name(expected[i]);
    error.count = (size_t)count;
    syntax_error_report(parse, &error);
    return 0;
}
